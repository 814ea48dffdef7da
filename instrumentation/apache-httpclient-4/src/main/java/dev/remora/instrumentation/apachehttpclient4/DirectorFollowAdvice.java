package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.HttpResponse;
import org.apache.http.impl.client.RoutedRequest;

/** Shows the request that follows a response. */
final class DirectorFollowAdvice {
  private DirectorFollowAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.Argument(1) HttpResponse response, @Advice.Return RoutedRequest followUp) {
    if (followUp != null) {
      DirectorAttempt.follow(followUp.getRequest(), response.getStatusLine().getStatusCode());
    }
  }
}

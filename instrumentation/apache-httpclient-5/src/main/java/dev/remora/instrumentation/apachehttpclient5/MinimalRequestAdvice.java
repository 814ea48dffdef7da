package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** Shows the connection manager the request that the minimal client leases a connection for. */
final class MinimalRequestAdvice {
  private MinimalRequestAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static RoutedRequest enter(@Advice.Argument(1) ClassicHttpRequest request) {
    return RoutedRequest.enter(request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter RoutedRequest entered) {
    RoutedRequest.exit(entered);
  }
}

package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** Shows the connection manager the request that the full client leases a connection for. */
final class RequestAdvice {
  private RequestAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static RoutedRequest enter(@Advice.Argument(0) ClassicHttpRequest request) {
    return RoutedRequest.enter(request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter RoutedRequest entered) {
    RoutedRequest.exit(entered);
  }
}

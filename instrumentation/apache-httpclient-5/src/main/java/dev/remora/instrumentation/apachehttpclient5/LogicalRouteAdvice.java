package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.HttpRoute;

/** Shows the application's resolver the route that the application asked for. */
final class LogicalRouteAdvice {
  private LogicalRouteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(value = 0, readOnly = false) HttpRoute route) {
    route = Routes.logical(route);
  }
}

package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.conn.routing.HttpRoute;

/** Tells the director the route that it planned. */
final class GetRouteAdvice {
  private GetRouteAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.Return(readOnly = false) HttpRoute route) {
    route = DirectorAttempt.known(route);
  }
}

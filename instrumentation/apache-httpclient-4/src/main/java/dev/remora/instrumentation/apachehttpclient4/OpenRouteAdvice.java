package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.conn.routing.HttpRoute;

/** Notes with an open connection the route under which it is pooled. */
final class OpenRouteAdvice {
  private OpenRouteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(value = 0, readOnly = false) HttpRoute route) {
    route = DirectorAttempt.pooled(route);
  }
}

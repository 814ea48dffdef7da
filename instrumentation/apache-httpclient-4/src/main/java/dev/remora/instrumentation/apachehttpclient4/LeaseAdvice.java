package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.conn.routing.HttpRoute;

/** Has the connection manager keep connections per endpoint. */
final class LeaseAdvice {
  private LeaseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.This Object manager, @Advice.Argument(value = 0, readOnly = false) HttpRoute route) {
    route = Attempt.lease(manager, route);
  }
}

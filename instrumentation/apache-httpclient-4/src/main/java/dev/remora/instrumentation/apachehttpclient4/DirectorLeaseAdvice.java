package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.conn.routing.HttpRoute;

/** As {@link LeaseAdvice}, in managers of {@code DefaultHttpClient}, unless it is rejected. */
final class DirectorLeaseAdvice {
  private DirectorLeaseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.This Object manager, @Advice.Argument(value = 0, readOnly = false) HttpRoute route) {
    route = Attempt.lease(manager, route);
  }

  /** What the manager gives has asked for nothing yet. */
  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Thrown(readOnly = false) Throwable thrown) {
    Throwable rejection = DirectorAttempt.leaseRejection();
    if (rejection != null) {
      thrown = rejection;
    }
  }
}

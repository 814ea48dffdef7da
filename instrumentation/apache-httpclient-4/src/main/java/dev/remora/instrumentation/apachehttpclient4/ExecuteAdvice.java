package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.conn.routing.HttpRoute;

/**
 * One attempt of one request, below everything in the client that redirects, retries or caches. At
 * an endpoint that cannot be connected nothing was sent: the attempt is repeated at the next one.
 */
final class ExecuteAdvice {
  private ExecuteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Attempt enter(@Advice.Argument(0) HttpRoute route) {
    return Attempt.begin(route);
  }

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(@Advice.Enter Attempt attempt, @Advice.Thrown Throwable thrown) {
    return Attempt.goesOn(attempt, thrown);
  }
}

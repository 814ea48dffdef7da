package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpExecutionAware;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.protocol.HttpRequestExecutor;

/**
 * One attempt of one request, below everything in the client that redirects, retries or caches. It
 * is repeated at the next endpoint when nothing was sent, or when the service's settings say so.
 */
final class ExecuteAdvice {
  private ExecuteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = RejectedAttempt.class)
  static Attempt enter(
      @Advice.Argument(0) HttpRoute route,
      @Advice.Argument(1) HttpRequestWrapper request,
      @Advice.FieldValue(value = "requestExecutor", readOnly = false)
          HttpRequestExecutor executor) {
    Attempt attempt = Attempt.begin(route, request);
    if (attempt != null && !(executor instanceof AttemptExecutor)) {
      executor = new AttemptExecutor(executor);
    }
    return attempt;
  }

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Enter Attempt attempt,
      @Advice.Argument(3) HttpExecutionAware execution,
      @Advice.Return CloseableHttpResponse response,
      @Advice.Thrown(readOnly = false) Throwable thrown) {
    Throwable rejection = Attempt.rejection(attempt);
    if (rejection != null) {
      thrown = rejection;
    }
    return Attempt.goesOn(attempt, response, thrown, execution);
  }
}

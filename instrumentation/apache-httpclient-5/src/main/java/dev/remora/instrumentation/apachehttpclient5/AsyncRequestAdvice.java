package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/** Shows connection manager and pool the request that a connection is asked for. */
final class AsyncRequestAdvice {
  private AsyncRequestAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static AsyncRequest enter(
      @Advice.Argument(0) HttpRequest request,
      @Advice.Argument(1) AsyncEntityProducer body,
      @Advice.Argument(value = 4, readOnly = false) AsyncExecCallback callback) {
    AsyncRequest entered = AsyncRequest.enter(request, body);
    if (entered != null) {
      callback = new AsyncEnding(entered, callback);
    }
    return entered;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter AsyncRequest entered, @Advice.Thrown Throwable thrown) {
    AsyncRequest.exit(entered, thrown);
  }
}

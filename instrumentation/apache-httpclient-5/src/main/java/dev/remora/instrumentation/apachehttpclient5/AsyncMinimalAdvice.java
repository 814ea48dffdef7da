package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;

/** Shows connection manager and pool the request of a minimal client. */
final class AsyncMinimalAdvice {
  private AsyncMinimalAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static AsyncIntroduction enter(
      @Advice.Argument(value = 0, readOnly = false) AsyncClientExchangeHandler handler) {
    AsyncIntroduction introduction = AsyncIntroduction.before(handler);
    if (introduction != null) {
      handler = introduction;
    }
    return introduction;
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.Enter AsyncIntroduction introduction,
      @Advice.Return(readOnly = false) Cancellable cancellable) {
    if (introduction != null) {
      cancellable = introduction.before(cancellable);
    }
  }
}

package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;

/** Shows connection manager and pool the request of a minimal client. */
final class AsyncMinimalAdvice {
  private AsyncMinimalAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.Argument(value = 0, readOnly = false) AsyncClientExchangeHandler handler) {
    handler = AsyncIntroduction.before(handler);
  }
}

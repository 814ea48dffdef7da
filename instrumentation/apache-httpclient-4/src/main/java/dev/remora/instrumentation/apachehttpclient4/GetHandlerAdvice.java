package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.nio.NHttpConnection;
import org.apache.http.nio.protocol.HttpAsyncClientExchangeHandler;

/** Has the attempt hear of its connection before the client does. */
final class GetHandlerAdvice {
  private GetHandlerAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.Argument(0) NHttpConnection connection,
      @Advice.Return(readOnly = false) HttpAsyncClientExchangeHandler handler) {
    handler = AsyncAttempt.before(connection, handler);
  }
}

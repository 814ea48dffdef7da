package dev.remora.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import net.bytebuddy.asm.Advice;

/** An exchange comes to the filters, and from one to the next. */
final class ChainAdvice {
  private ChainAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.Argument(0) HttpExchange exchange) {
    return Exchanges.begin(exchange);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter Object entered,
      @Advice.Argument(0) HttpExchange exchange,
      @Advice.Thrown Throwable thrown) {
    if (entered != null) {
      Exchanges.returned(exchange, entered, thrown);
    }
  }
}

package dev.remora.instrumentation.servlet.undertow;

import dev.remora.bootstrap.Current;
import io.undertow.server.HttpServerExchange;
import net.bytebuddy.asm.Advice;

/** A thread turns to an exchange. */
final class RootHandlerAdvice {
  private RootHandlerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.Argument(1) HttpServerExchange exchange) {
    return UndertowExchanges.enter(exchange);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Current.leave(entered);
  }
}

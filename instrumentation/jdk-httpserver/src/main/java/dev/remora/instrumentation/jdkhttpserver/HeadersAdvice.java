package dev.remora.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import net.bytebuddy.asm.Advice;

/** The head of a response was sent. */
final class HeadersAdvice {
  private HeadersAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.This HttpExchange exchange, @Advice.Argument(0) int status) {
    Exchanges.sent(exchange, status);
  }
}

package dev.remora.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import net.bytebuddy.asm.Advice;

/** Nothing more will be sent. */
final class CloseAdvice {
  private CloseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.This HttpExchange exchange) {
    Exchanges.closed(exchange);
  }
}

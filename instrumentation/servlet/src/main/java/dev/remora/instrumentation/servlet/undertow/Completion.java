package dev.remora.instrumentation.servlet.undertow;

import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Serving;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;

/** Tells how an exchange has ended. */
final class Completion implements ExchangeCompletionListener {
  private final Serving serving;

  Completion(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
    try {
      Throwable failure = exchange.getAttachment(DefaultResponseListener.EXCEPTION);
      Door.served(serving, exchange.getStatusCode(), UndertowRoutes.of(exchange), failure);
    } finally {
      next.proceed();
    }
  }
}

package dev.remora.gateway.proxy;

import dev.remora.gateway.exchange.Exchange;

/** Takes note of exchanges, on their event loops: it must not block. */
public interface ExchangeObserver {
  /** The head of a request was read. */
  void began(Exchange exchange);

  /** All of it is over, however it ended. */
  void ended(Exchange exchange);
}

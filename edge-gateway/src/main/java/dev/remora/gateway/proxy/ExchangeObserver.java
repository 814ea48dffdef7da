package dev.remora.gateway.proxy;

import dev.remora.gateway.exchange.Exchange;

/** Takes note of exchanges that are over, on their event loops: it must not block. */
public interface ExchangeObserver {
  /** All of it is over, however it ended. */
  void ended(Exchange exchange);
}

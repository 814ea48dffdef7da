package dev.remora.gateway.proxy;

import dev.remora.gateway.exchange.Exchange;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;

/** Takes note of what happens on an event loop, and there: it must not block. */
public interface ExchangeObserver {
  /** The event loop takes up its work. */
  void started(Vertx vertx);

  /** A client has connected. */
  void connected(Channel channel);

  /** The head of a request was read. */
  void began(Exchange exchange);

  /** All of it is over, however it ended. */
  void ended(Exchange exchange);
}

package dev.remora.gateway.proxy;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.HopByHop;
import dev.remora.gateway.upgrade.Handshake;
import dev.remora.gateway.upgrade.Tunnel;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;

/** A response of status 101 on its way to the client, and what passes between them from then on. */
final class Upgraded {
  private final Exchange exchange;
  private final Handshake handshake;
  private final Attempt attempt;
  private final HttpClientResponse from;

  Upgraded(Exchange exchange, Handshake handshake, Attempt attempt, HttpClientResponse from) {
    this.exchange = exchange;
    this.handshake = handshake;
    this.attempt = attempt;
    this.from = from;
  }

  void begin() {
    if (exchange.isEnded()) {
      attempt.cancel();
      return;
    }
    Channel client = ((ConnectionBase) exchange.request().connection()).channel();
    long idle = exchange.upgradeRules().idle().toNanos();
    Tunnel tunnel = Tunnel.between(client, attempt.channel(), idle, this::ended);
    from.handler(piece -> {});
    from.exceptionHandler(failure -> {});
    from.resume();
    head();
    exchange
        .request()
        .toNetSocket()
        .onComplete(
            socket -> tunnel.open(),
            failure -> {
              attempt.cancel();
              exchange.abort(failure);
            });
  }

  private void head() {
    MultiMap headers = exchange.responseHeaders();
    for (Map.Entry<String, String> header : from.headers()) {
      headers.add(header.getKey(), header.getValue());
    }
    HopByHop.strip(headers);
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    exchange.status(101);
    exchange.beforeHead();
    handshake.addTo(headers);
  }

  private void ended(long received, long sent) {
    exchange.tunnelled(received, sent);
    exchange.end();
  }
}

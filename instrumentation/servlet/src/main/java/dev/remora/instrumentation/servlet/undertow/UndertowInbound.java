package dev.remora.instrumentation.servlet.undertow;

import dev.remora.bootstrap.Inbound;
import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A request as Undertow has read it. */
final class UndertowInbound extends Inbound {
  private final HttpServerExchange exchange;

  UndertowInbound(HttpServerExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public String method() {
    return exchange.getRequestMethod().toString();
  }

  @Override
  public String target() {
    String path = exchange.getRequestURI();
    String query = exchange.getQueryString();
    return query == null || query.isEmpty() ? path : path + '?' + query;
  }

  @Override
  public String scheme() {
    return exchange.getRequestScheme();
  }

  @Override
  public String serverAddress() {
    return exchange.getHostName();
  }

  @Override
  public int serverPort() {
    return Math.max(0, exchange.getHostPort());
  }

  @Override
  public String peerAddress() {
    InetSocketAddress peer = exchange.getSourceAddress();
    InetAddress address = peer == null ? null : peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public int peerPort() {
    InetSocketAddress peer = exchange.getSourceAddress();
    return peer == null ? 0 : peer.getPort();
  }

  @Override
  public String protocol() {
    return exchange.getProtocol().toString();
  }

  @Override
  public String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }
}

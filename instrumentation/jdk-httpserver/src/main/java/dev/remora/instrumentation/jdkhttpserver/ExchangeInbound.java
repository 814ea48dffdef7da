package dev.remora.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.remora.bootstrap.Inbound;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A request as the JDK's server has read it. */
final class ExchangeInbound extends Inbound {
  private final HttpExchange exchange;

  ExchangeInbound(HttpExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public String method() {
    return exchange.getRequestMethod();
  }

  @Override
  public String target() {
    String path = exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    return query == null ? path : path + '?' + query;
  }

  @Override
  public String scheme() {
    return exchange instanceof HttpsExchange ? "https" : "http";
  }

  @Override
  public String serverAddress() {
    String host = header("host");
    int colon = colon(host);
    return colon < 0 ? host : host.substring(0, colon);
  }

  @Override
  public int serverPort() {
    String host = header("host");
    int colon = colon(host);
    try {
      return colon < 0 ? exchange.getLocalAddress().getPort() : port(host.substring(colon + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static int port(String digits) {
    int port = Integer.parseInt(digits);
    return port < 0 || port > 65535 ? 0 : port;
  }

  /** Where the port begins; -1: there is none. */
  private static int colon(String host) {
    int colon = host == null ? -1 : host.lastIndexOf(':');
    // An IPv6 address has colons, too, within brackets.
    return colon > 0 && host.indexOf(']', colon) < 0 ? colon : -1;
  }

  @Override
  public String peerAddress() {
    InetSocketAddress peer = exchange.getRemoteAddress();
    InetAddress address = peer == null ? null : peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public int peerPort() {
    InetSocketAddress peer = exchange.getRemoteAddress();
    return peer == null ? 0 : peer.getPort();
  }

  @Override
  public String protocol() {
    return exchange.getProtocol();
  }

  @Override
  public String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }
}

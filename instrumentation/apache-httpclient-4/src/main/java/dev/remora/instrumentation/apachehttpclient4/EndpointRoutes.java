package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Request;
import java.net.InetAddress;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;

/** From the route that the application asked for to the one that leads to an endpoint. */
public final class EndpointRoutes {
  /** Cannot be in a host that the application writes, nor in a service's name. */
  private static final char AT = '@';

  private EndpointRoutes() {}

  /**
   * Places a request.
   *
   * @return null: not ours. That is also a route through a proxy, which resolves names itself, and
   *     one for which the application has chosen the address.
   */
  static Call place(HttpRoute route) {
    return place(route, null);
  }

  /**
   * As {@link #place(HttpRoute)}, for a request that is known.
   *
   * @param request null: it is not
   */
  static Call place(HttpRoute route, Request request) {
    HttpHost host = route.getTargetHost();
    return route.getHopCount() == 1 && host.getAddress() == null && !isKey(host)
        ? Door.route(host.getHostName(), request)
        : null;
  }

  /** Whether a request on {@code route} is sent over TLS. */
  static boolean isSecure(HttpRoute route) {
    return "https".equalsIgnoreCase(route.getTargetHost().getSchemeName());
  }

  /**
   * The route under which connections to the endpoint of {@code call} are pooled, {@code
   * http://orders@127.0.0.1:9001}. It holds the IP in its name, since in HttpCore 4.3 hosts are
   * equal whatever their addresses; and the service, since TLS has verified that name.
   */
  static HttpRoute key(HttpRoute logical, Call call) {
    HttpHost host = logical.getTargetHost();
    HttpHost key =
        new HttpHost(
            host.getHostName() + AT + call.address().getHostAddress(),
            call.port(),
            host.getSchemeName());
    return new HttpRoute(key, logical.getLocalAddress(), logical.isSecure());
  }

  /** Whether {@code host} is that of a {@link #key}. */
  static boolean isKey(HttpHost host) {
    return host.getHostName().indexOf(AT) >= 0;
  }

  /**
   * The address in a {@link #key}, named as the application named the service.
   *
   * @return null: {@code host} is none of ours
   */
  static InetAddress address(HttpHost host) throws java.net.UnknownHostException {
    int at = host.getHostName().indexOf(AT);
    if (at < 0) {
      return null;
    }
    // A literal: this asks no name server.
    InetAddress ip = InetAddress.getByName(host.getHostName().substring(at + 1));
    return ip instanceof java.net.Inet6Address
        ? java.net.Inet6Address.getByAddress(
            host.getHostName().substring(0, at),
            ip.getAddress(),
            ((java.net.Inet6Address) ip).getScopeId())
        : InetAddress.getByAddress(host.getHostName().substring(0, at), ip.getAddress());
  }
}

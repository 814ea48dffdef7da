package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import dev.remora.bootstrap.Request;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;

/** From the route that the application asked for to the one that leads to an endpoint. */
public final class Routes {
  private static final boolean HAS_TARGET_NAME = has("getTargetName");
  private static final boolean HAS_UNIX_DOMAIN_SOCKET = has("getUnixDomainSocket");

  private Routes() {}

  /**
   * Places a request.
   *
   * @param request null: it is not known, and no end of it will be told
   * @return null: not ours. That is also a route through a proxy, which resolves names itself, and
   *     one for which the application has chosen the address.
   */
  static Call place(HttpRoute route, Request request) {
    if (route.getHopCount() != 1
        || (HAS_UNIX_DOMAIN_SOCKET && route.getUnixDomainSocket() != null)) {
      return null;
    }
    HttpHost host = route.getTargetHost();
    return host.getAddress() == null ? Door.route(host.getHostName(), request) : null;
  }

  /** The same for a client that knows no proxies. */
  static Call place(HttpHost host, Request request) {
    return host.getAddress() == null ? Door.route(host.getHostName(), request) : null;
  }

  /** Whether a request on {@code route} is sent over TLS. */
  static boolean isSecure(HttpRoute route) {
    return isSecure(route.getTargetHost());
  }

  /** The same for a client that knows no proxies. */
  static boolean isSecure(HttpHost host) {
    return URIScheme.HTTPS.same(host.getSchemeName());
  }

  /**
   * The route to the endpoint where {@code call} is now. Pools tell routes apart by address and
   * port, so connections are kept per endpoint; TLS sees the name, which stays the service's.
   */
  static HttpRoute toEndpoint(HttpRoute route, Call call) {
    return withTarget(route, toEndpoint(route.getTargetHost(), call));
  }

  static HttpHost toEndpoint(HttpHost host, Call call) {
    HttpHost endpoint =
        new HttpHost(host.getSchemeName(), call.address(), host.getHostName(), call.port());
    LogicalHosts.remember(endpoint, host);
    return endpoint;
  }

  /** The route that the application asked for, if {@code route} is one of ours, else itself. */
  public static HttpRoute logical(HttpRoute route) {
    HttpHost logical = LogicalHosts.of(route.getTargetHost());
    return logical == null ? route : withTarget(route, logical);
  }

  private static HttpRoute withTarget(HttpRoute route, HttpHost target) {
    return HAS_TARGET_NAME && route.getTargetName() != null
        ? new HttpRoute(target, route.getTargetName(), route.getLocalAddress(), route.isSecure())
        : new HttpRoute(target, route.getLocalAddress(), route.isSecure());
  }

  private static boolean has(String getter) {
    try {
      HttpRoute.class.getMethod(getter);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}

package dev.remora.instrumentation.apachehttpclient4;

import org.apache.http.HttpHost;
import org.apache.http.config.Lookup;
import org.apache.http.protocol.HttpContext;

/** Where a socket is to go. */
public final class Connecting {
  /** {@code DefaultHttpClientConnectionOperator.SOCKET_FACTORY_REGISTRY}. */
  private static final String REGISTRY = "http.socket-factory-registry";

  private Connecting() {}

  /**
   * The endpoint, for a connection of this thread's attempt.
   *
   * @param addressed whether the client heeds a host's address, as it does from 4.4 on
   * @return null: the connection goes where it was to go anyway
   */
  public static HttpHost endpoint(
      HttpHost host, Lookup<?> socketFactories, HttpContext context, boolean addressed) {
    Attempt attempt = Attempt.to(host);
    if (attempt == null) {
      return null;
    }
    Object own = context.getAttribute(REGISTRY);
    Lookup<?> registry = own instanceof Lookup ? (Lookup<?>) own : socketFactories;
    if (SocksFactories.contains(registry.lookup(host.getSchemeName()))) {
      attempt.leaveAlone();
      return null;
    }
    return addressed ? attempt.addressedHost() : attempt.host();
  }
}

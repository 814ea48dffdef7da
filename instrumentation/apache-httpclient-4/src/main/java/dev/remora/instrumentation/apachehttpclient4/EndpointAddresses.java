package dev.remora.instrumentation.apachehttpclient4;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.nio.pool.SocketAddressResolver;

/** Stands before the pool's own resolver and knows where routes of ours lead. */
public final class EndpointAddresses implements SocketAddressResolver<HttpRoute> {
  private final SocketAddressResolver<HttpRoute> resolver;

  /** Stands before {@code resolver}. */
  public EndpointAddresses(SocketAddressResolver<HttpRoute> resolver) {
    this.resolver = resolver;
  }

  @Override
  public SocketAddress resolveLocalAddress(HttpRoute route) throws IOException {
    return resolver.resolveLocalAddress(route);
  }

  @Override
  public SocketAddress resolveRemoteAddress(HttpRoute route) throws IOException {
    if (route.getHopCount() == 1) {
      HttpHost host = route.getTargetHost();
      InetAddress address = EndpointRoutes.address(host);
      if (address != null) {
        return new InetSocketAddress(address, host.getPort());
      }
    }
    return resolver.resolveRemoteAddress(route);
  }
}

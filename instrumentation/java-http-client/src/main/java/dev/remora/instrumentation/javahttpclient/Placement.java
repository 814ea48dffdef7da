package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;

/**
 * Where one request goes, for as long as one attempt lasts. Lives in the loader of {@code
 * java.net.http}.
 *
 * <p>The JDK asks a request for its address several times, and every answer must be the same. A
 * placement is therefore kept in the request itself, without a map and without a lock: in its field
 * for the proxy, which the JDK heeds only when the proxy's type is HTTP.
 */
public final class Placement extends Proxy {
  private final Object request;
  private final Call call;
  private volatile EndpointAddress address;

  private Placement(Object request, Call call, EndpointAddress address) {
    super(Type.SOCKS, address);
    this.request = request;
    this.call = call;
    this.address = address;
  }

  /**
   * Places a request, or finds it placed.
   *
   * @param request the JDK's own copy of the request
   * @param proxy what its field for the proxy holds; a real proxy resolves names itself and is left
   *     alone
   * @return null: not ours
   */
  public static Placement of(Object request, URI uri, Proxy proxy) {
    if (proxy instanceof Placement) {
      Placement placement = (Placement) proxy;
      // The JDK copies a request to follow a redirect or to answer a challenge; the copy goes where
      // its own pick says.
      if (placement.request == request) {
        return placement;
      }
    } else if (proxy != null && proxy.type() == Type.HTTP) {
      return null;
    }
    Call call = uri == null ? null : Door.route(uri.getHost());
    return call == null ? null : new Placement(request, call, new EndpointAddress(call));
  }

  /** Whether this is the placement of {@code request} and not of one it was copied from. */
  boolean isOf(Object request) {
    return this.request == request;
  }

  /** The address to connect to. */
  public InetSocketAddress endpoint() {
    return address;
  }

  /** {@link #endpoint()} by its own type. */
  EndpointAddress endpointAddress() {
    return address;
  }

  /**
   * Moves on after {@code failure} to connect.
   *
   * @return false: there is no other endpoint, or the failure is not one of connecting
   */
  boolean failover(Throwable failure) {
    if (!Door.failover(call, failure)) {
      return false;
    }
    address = new EndpointAddress(call);
    return true;
  }
}

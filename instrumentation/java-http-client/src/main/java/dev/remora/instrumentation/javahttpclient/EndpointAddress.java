package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Call;
import java.net.InetSocketAddress;

/**
 * An endpoint's address in place of the service's: IP and port are the endpoint's, the host name is
 * the logical one, which TLS verifies. Its type tells it from an address that is none of ours.
 * Lives in the loader of {@code java.net.http}.
 */
public final class EndpointAddress extends InetSocketAddress {
  EndpointAddress(Call call) {
    super(call.address(), call.port());
  }

  /** What tells this endpoint from every other, and this logical host from every other on it. */
  String key() {
    return getHostString() + "@" + getAddress().getHostAddress() + ":" + getPort();
  }
}

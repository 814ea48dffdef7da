package dev.remora.core.routing;

import dev.remora.core.discovery.Endpoint;
import java.net.InetAddress;

/**
 * An endpoint that calls can be placed on: resolved, and with what happened there. As long as the
 * registry's description and the resolved address stay equal it is the same object in every
 * snapshot.
 */
public final class LiveEndpoint {
  private final Endpoint endpoint;
  private final InetAddress address;
  private final EndpointStats stats;

  LiveEndpoint(Endpoint endpoint, InetAddress address, EndpointStats stats) {
    this.endpoint = endpoint;
    this.address = address;
    this.stats = stats;
  }

  /** The registry's description. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * The IP address, named as the service: a socket connects to the IP, while TLS verifies the
   * service's name.
   */
  public InetAddress address() {
    return address;
  }

  /** The same IP address under another name; nothing is looked up. */
  public InetAddress addressNamed(String name) {
    return Addresses.named(name, address);
  }

  /** 1 to 65535. */
  public int port() {
    return endpoint.port();
  }

  /** What happened at this address and port. */
  public EndpointStats stats() {
    return stats;
  }

  /** The address and port. */
  @Override
  public String toString() {
    return address.getHostAddress() + ":" + endpoint.port();
  }
}

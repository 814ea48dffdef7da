package dev.remora.core;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The address under which others reach this machine. */
final class LocalAddress {
  private static final String LOOPBACK = "127.0.0.1";

  /** TEST-NET-1 of RFC 5737: nobody is there, so the route to it is the default route. */
  private static final InetSocketAddress ANYWHERE = new InetSocketAddress("192.0.2.1", 9);

  private LocalAddress() {}

  /**
   * The address from which this machine speaks to {@code host}; if that is itself, from which it
   * speaks to the world; without a network, {@code 127.0.0.1}. Nothing is sent.
   */
  static String towards(String host, int port) {
    String address = source(new InetSocketAddress(host, port));
    if (address == null) {
      address = source(ANYWHERE);
    }
    return address == null ? LOOPBACK : address;
  }

  private static String source(InetSocketAddress peer) {
    if (peer.isUnresolved()) {
      return null;
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connecting a datagram socket only asks the routing table.
      socket.connect(peer);
      InetAddress address = socket.getLocalAddress();
      boolean useful =
          address != null && !address.isLoopbackAddress() && !address.isAnyLocalAddress();
      return useful ? address.getHostAddress() : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}

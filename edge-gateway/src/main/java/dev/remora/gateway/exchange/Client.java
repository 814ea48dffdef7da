package dev.remora.gateway.exchange;

/**
 * Who sent a request.
 *
 * @param address the client's own IP address, as far as it can be known
 * @param peer the IP address of the connection's other end
 * @param peerPort the port that goes with it
 * @param isTrusted whether the peer is a proxy whose word about the client counts
 * @param scheme {@code http} or {@code https}: how the client itself called
 * @param path the addresses from the client to the peer, with a comma and a space between them:
 *     what is known for sure, and so what is sent on as {@code X-Forwarded-For}
 */
public record Client(
    String address, String peer, int peerPort, boolean isTrusted, String scheme, String path) {
  /** A client that is the connection's other end itself. */
  public Client(String address, int port, String scheme) {
    this(address, address, port, false, scheme, address);
  }
}

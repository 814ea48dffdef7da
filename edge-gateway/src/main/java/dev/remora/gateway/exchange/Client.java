package dev.remora.gateway.exchange;

/**
 * Who sent a request.
 *
 * @param address the IP address of the client itself, as far as it is known
 * @param peer the IP address of the connection's other end
 * @param peerPort the port that goes with it
 * @param isTrusted whether the peer is a proxy whose word about the client counts
 * @param scheme {@code http} or {@code https}: how the client itself called
 */
public record Client(String address, String peer, int peerPort, boolean isTrusted, String scheme) {}

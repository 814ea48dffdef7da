package dev.remora.gateway.config;

import dev.remora.core.config.Types;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where the gateway listens.
 *
 * @param address an IP address or a name of this machine
 * @param port 0: one that is free
 * @param protocols what it speaks
 * @param http2 what clients may do that speak HTTP/2
 */
public record ListenerConfig(String address, int port, Set<Protocol> protocols, Http2Config http2) {
  /** HTTP/2 only where TLS agrees on it. */
  private static final Set<Protocol> PROTOCOLS = Set.of(Protocol.H1, Protocol.H2);

  /** A listener with nothing but the defaults. */
  public ListenerConfig(String address, int port) {
    this(address, port, PROTOCOLS, Http2Config.DEFAULT);
  }

  /** Reads one of them. */
  public static ListenerConfig read(Section listener) {
    String address = listener.value("address", Types.TEXT, "0.0.0.0");
    Integer port = listener.required("port", Types.count(0, 65535));
    List<Protocol> named = listener.values("protocols", Types.oneOf(Protocol.class));
    Http2Config http2 = listener.optional("http2", Http2Config::read);
    return port == null
        ? null
        : new ListenerConfig(
            address,
            port,
            named.isEmpty() ? PROTOCOLS : Set.copyOf(EnumSet.copyOf(named)),
            http2 == null ? Http2Config.DEFAULT : http2);
  }

  /** Whether it speaks {@code protocol}. */
  public boolean speaks(Protocol protocol) {
    return protocols.contains(protocol);
  }
}

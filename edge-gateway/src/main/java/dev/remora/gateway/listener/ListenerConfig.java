package dev.remora.gateway.listener;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.tls.TlsConfig;
import java.util.List;
import java.util.Set;

/**
 * Where the gateway listens.
 *
 * @param address an IP address or a name of this machine
 * @param port 0: one that is free
 * @param tls null: without
 * @param protocols what it speaks without TLS; with TLS, ALPN decides
 * @param http2 what clients may do that speak HTTP/2
 */
public record ListenerConfig(
    String address, int port, TlsConfig tls, Set<Protocol> protocols, Http2Config http2) {
  /** A listener with nothing but the defaults. */
  public ListenerConfig(String address, int port, TlsConfig tls) {
    this(address, port, tls, Set.of(Protocol.H1), Http2Config.DEFAULT);
  }

  /** Reads one of them. */
  public static ListenerConfig read(Section listener) {
    String address = listener.value("address", Types.TEXT, "0.0.0.0");
    Integer port = listener.required("port", Types.count(0, 65535));
    TlsConfig tls = listener.optional("tls", TlsConfig::read);
    List<Protocol> protocols = listener.values("protocols", Types.oneOf(Protocol.class));
    if (tls != null && !protocols.isEmpty()) {
      listener.problem("protocols", "is for listeners without tls; allowed: tls.alpn");
    }
    Http2Config http2 = listener.optional("http2", Http2Config::read);
    return port == null
        ? null
        : new ListenerConfig(
            address,
            port,
            tls,
            protocols.isEmpty() ? Set.of(Protocol.H1) : Set.copyOf(protocols),
            http2 == null ? Http2Config.DEFAULT : http2);
  }

  /** Whether it speaks {@code protocol} without TLS. */
  public boolean speaks(Protocol protocol) {
    return tls == null && protocols.contains(protocol);
  }
}

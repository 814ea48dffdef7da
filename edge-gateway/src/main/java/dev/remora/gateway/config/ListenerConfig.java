package dev.remora.gateway.config;

import dev.remora.core.config.Types;
import dev.remora.gateway.tls.TlsConfig;

/**
 * Where the gateway listens.
 *
 * @param address an IP address or a name of this machine
 * @param port 0: one that is free
 * @param tls null: without
 */
public record ListenerConfig(String address, int port, TlsConfig tls) {
  /** Reads one of them. */
  public static ListenerConfig read(Section listener) {
    String address = listener.value("address", Types.TEXT, "0.0.0.0");
    Integer port = listener.required("port", Types.count(0, 65535));
    TlsConfig tls = listener.optional("tls", TlsConfig::read);
    return port == null ? null : new ListenerConfig(address, port, tls);
  }
}

package dev.remora.gateway.config;

import dev.remora.core.config.Types;

/**
 * Where the gateway listens.
 *
 * @param address an IP address or a name of this machine
 * @param port 0: one that is free
 */
public record ListenerConfig(String address, int port) {
  /** Reads one of them. */
  public static ListenerConfig read(Section listener) {
    String address = listener.value("address", Types.TEXT, "0.0.0.0");
    Integer port = listener.required("port", Types.count(0, 65535));
    return port == null ? null : new ListenerConfig(address, port);
  }
}

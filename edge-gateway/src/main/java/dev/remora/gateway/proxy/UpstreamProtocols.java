package dev.remora.gateway.proxy;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.config.UpstreamProtocol;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which services are called with HTTP/2; a reload changes it for requests from then on. */
public final class UpstreamProtocols {
  private static final String EVERY_SERVICE = "*";

  private volatile Map<String, UpstreamProtocol> services;

  /** What {@link #read} has read. */
  public UpstreamProtocols(Map<String, UpstreamProtocol> services) {
    this.services = services;
  }

  /**
   * Reads the settings {@code upstream-protocols}: services, in lower case, and a protocol each.
   */
  public static Map<String, UpstreamProtocol> read(Section services) {
    Map<String, UpstreamProtocol> all = new HashMap<>();
    for (String key : services.keys()) {
      UpstreamProtocol protocol = services.value(key, Types.oneOf(UpstreamProtocol.class), null);
      if (protocol != null) {
        all.put(key.toLowerCase(Locale.ROOT), protocol);
      }
    }
    return Map.copyOf(all);
  }

  /** Takes over other settings. */
  public void reload(Map<String, UpstreamProtocol> next) {
    services = next;
  }

  /** Whether a service's endpoints are called with HTTP/2. */
  boolean isHttp2(String service) {
    Map<String, UpstreamProtocol> now = services;
    if (now.isEmpty()) {
      return false;
    }
    UpstreamProtocol own = now.get(service.toLowerCase(Locale.ROOT));
    return (own == null ? now.get(EVERY_SERVICE) : own) == UpstreamProtocol.H2;
  }
}

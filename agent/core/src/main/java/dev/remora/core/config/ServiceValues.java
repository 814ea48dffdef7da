package dev.remora.core.config;

import java.util.HashMap;
import java.util.Map;

/** What is set for a service, and where. */
final class ServiceValues {
  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final Map<Setting<?>, Raw> origins = new HashMap<>();

  Map<Setting<?>, Object> values() {
    return values;
  }

  /** Where each of them was set. */
  Map<Setting<?>, Raw> origins() {
    return origins;
  }

  /**
   * These settings, and where they say nothing those of {@code every} service; but a token from
   * another kind of source has nothing in common with theirs.
   */
  ServiceValues over(ServiceValues every) {
    ServiceValues all = new ServiceValues();
    TokenConfig own = TokenConfig.of(values, null);
    for (Map.Entry<Setting<?>, Object> entry : every.values.entrySet()) {
      TokenConfig.Kind kind = TokenConfig.Kind.of(entry.getKey());
      if (own == null || kind == null || kind == own.kind()) {
        all.values.put(entry.getKey(), entry.getValue());
        all.origins.put(entry.getKey(), every.origins.get(entry.getKey()));
      }
    }
    all.values.putAll(values);
    all.origins.putAll(origins);
    return all;
  }

  /**
   * Them as one, checked.
   *
   * @param zone the zone of this process, or null
   * @param self the service that this process serves, or null
   * @param inbound what may be done with the tokens of requests that are served
   */
  ServiceConfig config(String zone, String self, InboundToken inbound, Problems problems) {
    TokenConfig token = TokenConfig.of(values, self);
    if (token != null) {
      new TokenCheck(token, origins, inbound, problems).run();
    }
    return new ServiceConfig(values, zone, token);
  }
}

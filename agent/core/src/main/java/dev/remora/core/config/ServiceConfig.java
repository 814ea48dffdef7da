package dev.remora.core.config;

import java.util.Collections;
import java.util.Map;

/** What is set for one service. Immutable. */
public final class ServiceConfig {
  static final ServiceConfig DEFAULT =
      new ServiceConfig(Collections.<Setting<?>, Object>emptyMap());

  private final Map<Setting<?>, Object> values;

  ServiceConfig(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /** How its requests are spread. */
  public Balance balance() {
    return Schema.BALANCE.in(values);
  }
}

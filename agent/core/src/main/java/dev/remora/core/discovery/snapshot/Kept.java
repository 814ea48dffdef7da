package dev.remora.core.discovery.snapshot;

import dev.remora.core.discovery.Endpoint;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one registry listed, and when that was last known to be so, in milliseconds since 1970: the
 * file is read by another process, perhaps on another day. Immutable.
 */
final class Kept {
  private final long at;
  private final Map<String, Service> services;

  /**
   * A list.
   *
   * @param services all that are listed, with a null where the endpoints are not known
   */
  Kept(long at, Map<String, Service> services) {
    this.at = at;
    this.services = Collections.unmodifiableMap(new TreeMap<>(services));
  }

  /** When the list was last known to be true. */
  long at() {
    return at;
  }

  /** All services that were listed; null: the endpoints are not known. */
  Map<String, Service> services() {
    return services;
  }

  /** The endpoints of a service, and when they were last known to be true. */
  static final class Service {
    private final long at;
    private final List<Endpoint> endpoints;

    Service(long at, List<Endpoint> endpoints) {
      this.at = at;
      this.endpoints = endpoints;
    }

    long at() {
      return at;
    }

    List<Endpoint> endpoints() {
      return endpoints;
    }
  }
}

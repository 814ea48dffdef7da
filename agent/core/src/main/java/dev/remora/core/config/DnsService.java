package dev.remora.core.config;

/**
 * A service and where DNS knows it: an entry of {@code dns.services}. Immutable.
 *
 * <p>A name without a port is one of SRV records, which tell ports themselves; with a port it is
 * one of A and AAAA records.
 */
public final class DnsService {
  private final String service;
  private final String name;
  private final int port;

  DnsService(String service, String name, int port) {
    this.service = service;
    this.name = name;
    this.port = port;
  }

  static DnsService parse(String text) {
    int first = text.indexOf(':');
    String service = first < 0 ? text : text.substring(0, first);
    if (service.isEmpty()) {
      throw new Type.BadValue("has no service name");
    }
    for (int i = 0; i < service.length(); i++) {
      char c = service.charAt(i);
      if (c <= ' ' || c == '/' || c == '*' || c == '@' || c == '=') {
        throw new Type.BadValue("has a service name that can't be a host name");
      }
    }
    return first < 0 ? new DnsService(service, null, 0) : at(service, text.substring(first + 1));
  }

  /** {@code name} or {@code name:port}. */
  private static DnsService at(String service, String place) {
    int colon = place.indexOf(':');
    if (colon < 0) {
      return new DnsService(service, DnsName.parse(place), 0);
    }
    return new DnsService(
        service, DnsName.parse(place.substring(0, colon)), Ports.parse(place.substring(colon + 1)));
  }

  /** The service's name. */
  public String service() {
    return service;
  }

  /** The fully qualified name in DNS, without a dot at its end; null: by the pattern. */
  public String name() {
    return name;
  }

  /** 1 to 65535; 0: SRV records tell it. */
  public int port() {
    return port;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DnsService && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** As it is written in a configuration. */
  @Override
  public String toString() {
    return service + (name == null ? "" : ":" + name) + (port == 0 ? "" : ":" + port);
  }
}

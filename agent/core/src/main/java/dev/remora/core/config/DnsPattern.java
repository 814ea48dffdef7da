package dev.remora.core.config;

/** Where DNS knows many services, as in {@code *.service.consul}. Immutable. */
final class DnsPattern {
  private final String name;
  private final int port;

  private DnsPattern(String name, int port) {
    this.name = name;
    this.port = port;
  }

  static DnsPattern parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    int star = name.indexOf('*');
    if (star < 0 || name.indexOf('*', star + 1) >= 0) {
      throw new Type.BadValue("has not exactly one *");
    }
    // Checked with the shortest of all services.
    DnsName.parse(name.replace('*', 'x'));
    return new DnsPattern(name, colon < 0 ? 0 : Ports.parse(text.substring(colon + 1)));
  }

  /** The name of {@code service} in DNS; null if that can't be one. */
  String name(String service) {
    try {
      return DnsName.parse(name.replace("*", service));
    } catch (Type.BadValue e) {
      return null;
    }
  }

  /** {@code service} and where DNS knows it. */
  DnsService of(String service) {
    return new DnsService(service, name(service), port);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DnsPattern && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** As it is written in a configuration. */
  @Override
  public String toString() {
    return name + (port == 0 ? "" : ":" + port);
  }
}

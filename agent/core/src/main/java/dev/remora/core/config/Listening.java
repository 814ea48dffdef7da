package dev.remora.core.config;

/** A service that this process serves, and where it listens: an entry of {@code register}. */
public final class Listening {
  private final String service;
  private final String address;
  private final int port;

  private Listening(String service, String address, int port) {
    this.service = service;
    this.address = address;
    this.port = port;
  }

  static Listening parse(String text) {
    int first = text.indexOf(':');
    int last = text.lastIndexOf(':');
    if (first <= 0) {
      throw new Type.BadValue(first < 0 ? "has no port" : "has no service name");
    }
    String service = text.substring(0, first);
    for (int i = 0; i < service.length(); i++) {
      char c = service.charAt(i);
      if (c <= ' ' || c == '/' || c == '*' || c == '@') {
        throw new Type.BadValue("has a service name that can't be a host name");
      }
    }
    String address = null;
    if (last > first) {
      address = text.substring(first + 1, last);
      if (address.startsWith("[") && address.endsWith("]")) {
        address = address.substring(1, address.length() - 1);
      } else if (address.indexOf(':') >= 0) {
        throw new Type.BadValue("has an IPv6 address without brackets");
      }
      if (address.isEmpty() || address.indexOf('/') >= 0 || address.indexOf('@') >= 0) {
        throw new Type.BadValue("has an address that can't be read");
      }
    }
    return new Listening(service, address, Ports.parse(text.substring(last + 1)));
  }

  /** The service's name. */
  public String service() {
    return service;
  }

  /** IP literal without brackets or DNS name; null: found out when it is needed. */
  public String address() {
    return address;
  }

  /** 1 to 65535. */
  public int port() {
    return port;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Listening && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** As it is written in a configuration. */
  @Override
  public String toString() {
    if (address == null) {
      return service + ":" + port;
    }
    return service + ":" + (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
  }
}

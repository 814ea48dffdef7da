package dev.remora.core.discovery.dns;

import java.net.InetAddress;

/** A resource record. Names are in lower case, without a dot at their end. Immutable. */
class Record {
  private final String name;
  private final int type;
  private final long ttl;

  /** A record of which nothing more is read. */
  Record(String name, int type, long ttl) {
    this.name = name;
    this.type = type;
    this.ttl = ttl;
  }

  /** Whose record it is. */
  final String name() {
    return name;
  }

  /** See {@link Types}. */
  final int type() {
    return type;
  }

  /** How long it may be used, in seconds. */
  final long ttl() {
    return ttl;
  }

  /** A or AAAA (RFC 1035, section 3.4.1; RFC 3596). */
  static final class Address extends Record {
    private final InetAddress address;

    Address(String name, int type, long ttl, InetAddress address) {
      super(name, type, ttl);
      this.address = address;
    }

    InetAddress address() {
      return address;
    }
  }

  /** CNAME (RFC 1035, section 3.3.1). */
  static final class Alias extends Record {
    private final String target;

    Alias(String name, long ttl, String target) {
      super(name, Types.CNAME, ttl);
      this.target = target;
    }

    /** The name it stands for. */
    String target() {
      return target;
    }
  }

  /** SRV (RFC 2782). */
  static final class Service extends Record {
    private final int priority;
    private final int weight;
    private final int port;
    private final String target;

    Service(String name, long ttl, int priority, int weight, int port, String target) {
      super(name, Types.SRV, ttl);
      this.priority = priority;
      this.weight = weight;
      this.port = port;
      this.target = target;
    }

    /** 0 to 65535, the lowest first. */
    int priority() {
      return priority;
    }

    /** 0 to 65535, among those of the same priority. */
    int weight() {
      return weight;
    }

    /** 0 to 65535. */
    int port() {
      return port;
    }

    /** The host; empty: the service is decidedly not there. */
    String target() {
      return target;
    }
  }

  /** SOA (RFC 1035, section 3.3.13). */
  static final class Authority extends Record {
    private final long minimum;

    Authority(String name, long ttl, long minimum) {
      super(name, Types.SOA, ttl);
      this.minimum = minimum;
    }

    /** How long, in seconds, that there is nothing may be believed (RFC 2308, section 5). */
    long negativeTtl() {
      return Math.min(ttl(), minimum);
    }
  }
}

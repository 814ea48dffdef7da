package dev.remora.core.discovery.dns;

/** Types of records, by their numbers (RFC 1035, 3596, 2782, 6891). */
final class Types {
  static final int A = 1;
  static final int NS = 2;
  static final int CNAME = 5;
  static final int SOA = 6;
  static final int AAAA = 28;
  static final int SRV = 33;
  static final int OPT = 41;

  /** The only class there is. */
  static final int IN = 1;

  private Types() {}

  /** As operators write it. */
  static String name(int type) {
    switch (type) {
      case A:
        return "A";
      case AAAA:
        return "AAAA";
      case SRV:
        return "SRV";
      default:
        return "TYPE" + type;
    }
  }
}

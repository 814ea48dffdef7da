package dev.remora.core.discovery.dns;

/** What a server says of how it went (RFC 1035, section 4.1.1; RFC 6891, section 9). */
final class Rcode {
  static final int NOERROR = 0;
  static final int FORMERR = 1;
  static final int SERVFAIL = 2;
  static final int NXDOMAIN = 3;
  static final int NOTIMP = 4;
  static final int REFUSED = 5;
  static final int BADVERS = 16;

  private static final String[] NAMES = {
    "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"
  };

  private Rcode() {}

  /** As operators write it. */
  static String name(int rcode) {
    return rcode < NAMES.length ? NAMES[rcode] : "RCODE" + rcode;
  }
}

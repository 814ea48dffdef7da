package dev.remora.gateway.http1;

/** What each octet may be part of (RFC 9110, sections 5.5 and 5.6.2; RFC 3986, appendix A). */
final class Octets {
  private static final int TOKEN = 1;
  private static final int VALUE = 2;
  private static final int TARGET = 4;
  private static final byte[] KINDS = kinds();

  private Octets() {}

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int octet = 0; octet < 256; octet++) {
      boolean visible = octet > ' ' && octet < 0x7f;
      boolean letterOrDigit = visible && Character.isLetterOrDigit(octet);
      int kind = 0;
      if (letterOrDigit || (visible && "!#$%&'*+-.^_`|~".indexOf(octet) >= 0)) {
        kind |= TOKEN;
      }
      if (visible || octet == ' ' || octet == '\t' || octet >= 0x80) {
        kind |= VALUE;
      }
      if (visible && octet != '#') {
        kind |= TARGET;
      }
      kinds[octet] = (byte) kind;
    }
    return kinds;
  }

  /** Part of a method or of a header's name. */
  static boolean isToken(byte octet) {
    return (KINDS[octet & 0xff] & TOKEN) != 0;
  }

  /** Part of a header's value. */
  static boolean isValue(byte octet) {
    return (KINDS[octet & 0xff] & VALUE) != 0;
  }

  /** Part of a request's target, which has no fragment. */
  static boolean isTarget(byte octet) {
    return (KINDS[octet & 0xff] & TARGET) != 0;
  }

  /** White space in and around a header's value. */
  static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(byte octet) {
    if (octet >= '0' && octet <= '9') {
      return octet - '0';
    }
    int lower = octet | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}

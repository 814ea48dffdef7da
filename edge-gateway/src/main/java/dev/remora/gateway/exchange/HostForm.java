package dev.remora.gateway.exchange;

import io.netty.util.NetUtil;

/**
 * Tells whether a {@code Host} or an {@code :authority} names one host and nothing else: a name of
 * letters, digits, hyphens and underscores between points, an IPv4 address, or an IPv6 address in
 * brackets; after it a port, or none. The RFC's {@code reg-name} allows escapes and more, which no
 * host has and which readers differ in.
 */
public final class HostForm {
  /** RFC 1035, section 2.3.4, with the point at the end. */
  private static final int MOST_NAME = 254;

  private static final int MOST_PORT = 65_535;
  private static final int MOST_PORT_DIGITS = 5;

  private HostForm() {}

  /** Whether {@code authority} is of this form. */
  public static boolean isGood(String authority) {
    int length = authority.length();
    int end;
    if (length > 0 && authority.charAt(0) == '[') {
      int close = authority.indexOf(']');
      if (close < 0 || !NetUtil.isValidIpV6Address(authority.substring(1, close))) {
        return false;
      }
      end = close + 1;
    } else {
      end = nameEnd(authority);
      if (end <= 0) {
        return false;
      }
    }
    return end == length || (authority.charAt(end) == ':' && isPort(authority, end + 1));
  }

  /** Whether {@code text} is a port. */
  static boolean isPort(String text) {
    return isPort(text, 0);
  }

  /** Where a name ends; -1: it is none. */
  private static int nameEnd(String authority) {
    char before = '.';
    int i = 0;
    for (; i < authority.length(); i++) {
      char c = authority.charAt(i);
      if (c == ':') {
        break;
      }
      boolean inside = (c == '-' || c == '.') && before != '.';
      if (!inside && !isLetterOrDigit(c) && c != '_') {
        return -1;
      }
      before = c;
    }
    return i > MOST_NAME ? -1 : i;
  }

  private static boolean isPort(String authority, int from) {
    int digits = authority.length() - from;
    if (digits < 1 || digits > MOST_PORT_DIGITS) {
      return false;
    }
    int port = 0;
    for (int i = from; i < authority.length(); i++) {
      char c = authority.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = port * 10 + c - '0';
    }
    return port <= MOST_PORT;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}

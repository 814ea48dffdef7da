package dev.remora.core.routing;

/** What a host's spelling says before any registry is asked. */
final class HostNames {
  private HostNames() {}

  /**
   * Whether {@code host} can never be a service: empty, an IP literal of either version with or
   * without brackets and zone, or this machine by name (RFC 6761, section 6.3).
   *
   * <p>Expects folded names. What consists of digits and dots alone is an address to {@code
   * InetAddress}, even {@code 2130706433}.
   */
  static boolean isNeverService(String host) {
    return host.isEmpty()
        || host.charAt(0) == '['
        || host.indexOf(':') >= 0
        || host.equals("localhost")
        || host.endsWith(".localhost")
        || isNumeric(host);
  }

  private static boolean isNumeric(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code host} holds no ASCII letter in upper case. */
  static boolean isFolded(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (isUpperCase(host.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** {@code host} with its ASCII letters in lower case. */
  static String fold(String host) {
    if (isFolded(host)) {
      return host;
    }
    char[] folded = host.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      if (isUpperCase(folded[i])) {
        folded[i] = (char) (folded[i] + ('a' - 'A'));
      }
    }
    return new String(folded);
  }

  private static boolean isUpperCase(char c) {
    return c >= 'A' && c <= 'Z';
  }
}

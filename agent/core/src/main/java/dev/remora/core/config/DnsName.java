package dev.remora.core.config;

/** Names in DNS as people write them. */
final class DnsName {
  private static final int LONGEST_LABEL = 63;

  /** RFC 1035, section 2.3.4, as text: 255 bytes less the first length and the root. */
  private static final int LONGEST = 253;

  private DnsName() {}

  /**
   * {@code text} without a dot at its end, checked.
   *
   * <p>Letters, digits, hyphens, and underscores as in {@code _orders._tcp} (RFC 2782): what the
   * name of a host or of a service can be made of.
   */
  static String parse(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.isEmpty()) {
      throw new Type.BadValue("has no DNS name");
    }
    int label = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '.') {
        if (i == label || i - label > LONGEST_LABEL) {
          throw new Type.BadValue("has a DNS name with a part that is not 1 to 63 characters");
        }
        label = i + 1;
      } else if (!isAllowed(name.charAt(i))) {
        throw new Type.BadValue(
            "has a DNS name with a character that is not allowed (international names are written"
                + " as xn--…)");
      }
    }
    if (name.length() > LONGEST) {
      throw new Type.BadValue("has a DNS name that is too long");
    }
    if (isNumber(name.substring(name.lastIndexOf('.') + 1))) {
      // RFC 1123, section 2.1: no top-level domain is a number.
      throw new Type.BadValue("has an address where a DNS name is needed");
    }
    return name;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}

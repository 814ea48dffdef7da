package dev.remora.gateway.exchange;

/** What a client says of the media types that it likes (RFC 9110, section 12.5.1). */
final class Accept {
  private Accept() {}

  /**
   * How much it likes {@code type}: what the range says that fits it most closely.
   *
   * @param accept the header's value
   * @param type in lower case, without parameters
   * @return 0 to 1; 0: not at all
   */
  static double quality(String accept, String type) {
    double quality = 0;
    int closest = 0;
    for (String range : accept.split(",", -1)) {
      int semicolon = range.indexOf(';');
      String name = (semicolon < 0 ? range : range.substring(0, semicolon)).trim();
      int close = closeness(name, type);
      if (close > closest) {
        closest = close;
        quality = semicolon < 0 ? 1 : weight(range.substring(semicolon));
      }
    }
    return quality;
  }

  private static int closeness(String range, String type) {
    if (range.equalsIgnoreCase(type)) {
      return 3;
    }
    int slash = type.indexOf('/');
    if (range.length() == slash + 2
        && range.endsWith("/*")
        && range.regionMatches(true, 0, type, 0, slash)) {
      return 2;
    }
    return range.equals("*/*") ? 1 : 0;
  }

  /** The weight among {@code parameters}; 1 where there is none, or none that makes sense. */
  private static double weight(String parameters) {
    for (String parameter : parameters.split(";", -1)) {
      String trimmed = parameter.trim();
      if (trimmed.startsWith("q=") || trimmed.startsWith("Q=")) {
        String number = trimmed.substring(2).trim();
        return number.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(number) : 1;
      }
    }
    return 1;
  }
}

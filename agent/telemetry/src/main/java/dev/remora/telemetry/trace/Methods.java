package dev.remora.telemetry.trace;

/**
 * The methods that records tell apart: those of RFC 9110, PATCH (RFC 5789) and QUERY; what else an
 * application makes up is {@code _OTHER}, as the semantic conventions have it.
 */
public final class Methods {
  /** Any other. */
  public static final String OTHER = "_OTHER";

  private static final String[] KNOWN = {
    "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY"
  };

  private Methods() {}

  /**
   * The one that {@code method} is.
   *
   * @param method as the application spells it; null: not known
   */
  public static String known(String method) {
    if (method != null) {
      for (String known : KNOWN) {
        if (known.equals(method)) {
          return known;
        }
      }
    }
    return OTHER;
  }

  /** 0 to 10. */
  public static int number(String known) {
    for (int i = 0; i < KNOWN.length; i++) {
      if (KNOWN[i].equals(known)) {
        return i;
      }
    }
    return KNOWN.length;
  }
}

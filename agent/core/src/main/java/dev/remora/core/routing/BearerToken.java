package dev.remora.core.routing;

/** The token in an {@code Authorization} header (RFC 6750, section 2.1). */
public final class BearerToken {
  /** As long as the whole head of a request may be by default in Tomcat, Jetty and nginx. */
  private static final int LONGEST = 8192;

  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /**
   * The token.
   *
   * @param authorization the header as it came, or null
   * @return null: it is another scheme's, or no token of that syntax
   */
  public static String of(String authorization) {
    if (authorization == null
        || authorization.length() > LONGEST
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String token = authorization.substring(SCHEME.length()).trim();
    int end = token.length();
    while (end > 0 && token.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (!isOfToken(token.charAt(i))) {
        return null;
      }
    }
    return end == 0 ? null : token;
  }

  private static boolean isOfToken(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~+/".indexOf(c) >= 0;
  }
}

package dev.remora.gateway.exchange;

/**
 * What a request asks for: a path in the one form in which it is matched and sent, and the query as
 * it came.
 *
 * <p>The form is that of RFC 3986, section 6.2.2: dots resolved, characters that need no escape
 * unescaped, escapes in capitals; runs of slashes are one slash, because origins differ in what
 * they make of them. Characters that browsers leave alone though they should be escaped ({@code " <
 * > [ ] ^ ` { | }}) are. What origins would still read in different ways is not accepted: a
 * backslash, a control character, a character beyond ASCII, a broken escape, an escaped NUL, UTF-8
 * that is longer than it need be, and a segment that is {@code .} or {@code ..} once it is
 * unescaped and its parameters ({@code ;x}) are cut off. An escaped slash stays escaped.
 */
public final class Target {
  private final String path;
  private final String query;

  private Target(String path, String query) {
    this.path = path;
    this.query = query;
  }

  /**
   * The target that {@code uri} names.
   *
   * @param uri origin form ({@code /path?query}), or {@code *}
   * @return null if it is not to be accepted
   */
  public static Target parse(String uri) {
    int end = uri.indexOf('?');
    String raw = end < 0 ? uri : uri.substring(0, end);
    String query = end < 0 ? null : uri.substring(end + 1);
    if (query != null && !isQuery(query)) {
      return null;
    }
    if (raw.equals("*") && query == null) {
      return new Target(raw, null);
    }
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      return null;
    }
    String path = isPlain(raw) ? raw : PathForm.of(raw);
    return path == null ? null : new Target(path, query);
  }

  /** Whether a path is in its one form already, as nearly all are. */
  private static boolean isPlain(String path) {
    char before = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        before = c;
        continue;
      }
      boolean fine =
          switch (c) {
            case '/' -> before != '/';
            case '.' -> before != '/';
            case '-', '_', '~', ':', '@', '!', '$', '&', '\'', '(', ')', '*', '+', ',', '=' -> true;
            default -> false;
          };
      if (!fine) {
        return false;
      }
      before = c;
    }
    return true;
  }

  private static boolean isQuery(String query) {
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
    }
    return true;
  }

  /** The path, beginning with a slash; or {@code *}. */
  public String path() {
    return path;
  }

  /** What follows the question mark; null: there is none. */
  public String query() {
    return query;
  }

  /** Path and query, as they are sent. */
  @Override
  public String toString() {
    return query == null ? path : path + "?" + query;
  }
}

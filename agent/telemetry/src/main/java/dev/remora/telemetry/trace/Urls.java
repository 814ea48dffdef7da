package dev.remora.telemetry.trace;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** URLs as they are recorded: without user and password, and without query values that sign. */
final class Urls {
  private static final String REDACTED = "REDACTED";

  /**
   * Those that the semantic conventions name (url.full, 1.45.0), and those by which OAuth 2.0 and
   * its like put secrets into queries (RFC 6749, RFC 6750).
   */
  private static final Set<String> SECRETS =
      new HashSet<>(
          Arrays.asList(
              "awsaccesskeyid",
              "signature",
              "sig",
              "x-amz-credential",
              "x-amz-security-token",
              "x-amz-signature",
              "x-goog-signature",
              "access_token",
              "id_token",
              "refresh_token",
              "client_secret",
              "token",
              "password",
              "api_key",
              "apikey"));

  private Urls() {}

  /**
   * The absolute URL of a call.
   *
   * @param target path and query, or the whole as it is sent to a proxy; null: not known
   */
  static String full(boolean secure, String host, int port, String target) {
    String scheme = secure ? "https" : "http";
    boolean usual = port <= 0 || port == (secure ? 443 : 80);
    String name = host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host;
    String rest = target == null ? "" : target;
    int authority = rest.startsWith("/") ? -1 : rest.indexOf("://");
    if (authority >= 0) {
      int path = rest.indexOf('/', authority + 3);
      rest = path < 0 ? "" : rest.substring(path);
    }
    return scheme + "://" + name + (usual ? "" : ":" + port) + redacted(rest);
  }

  /** The path of a request target. */
  static String path(String target) {
    int end = target.indexOf('?');
    return end < 0 ? target : target.substring(0, end);
  }

  /** The query without the question mark, redacted; null: there is none. */
  static String query(String target) {
    int start = target.indexOf('?');
    return start < 0 ? null : redacted(target).substring(start + 1);
  }

  /** The same with the values that are secrets replaced, and without a fragment. */
  static String redacted(String target) {
    int fragment = target.indexOf('#');
    String text = fragment < 0 ? target : target.substring(0, fragment);
    int start = text.indexOf('?');
    if (start < 0 || text.indexOf('=', start) < 0) {
      return text;
    }
    StringBuilder redacted = new StringBuilder(text.length()).append(text, 0, start + 1);
    for (int at = start + 1; at <= text.length(); ) {
      int end = text.indexOf('&', at);
      end = end < 0 ? text.length() : end;
      int equals = text.indexOf('=', at);
      if (equals >= 0 && equals < end && isSecret(text.substring(at, equals))) {
        redacted.append(text, at, equals + 1).append(REDACTED);
      } else {
        redacted.append(text, at, end);
      }
      if (end < text.length()) {
        redacted.append('&');
      }
      at = end + 1;
    }
    return redacted.toString();
  }

  private static boolean isSecret(String name) {
    return SECRETS.contains(name.toLowerCase(Locale.ROOT));
  }
}

package dev.remora.gateway.log;

import com.google.re2j.Pattern;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes out of texts what is not to be logged. Immutable. */
final class Redaction {
  /** As OpenTelemetry's conventions spell it in {@code url.query}. */
  static final String REDACTED = "REDACTED";

  private final Set<String> parameters;
  private final Pattern[] patterns;

  Redaction(List<String> parameters, List<String> patterns) {
    this.parameters = new HashSet<>(parameters);
    this.patterns = patterns.stream().map(Pattern::compile).toArray(Pattern[]::new);
  }

  /** A text without what the patterns find. */
  String of(String text) {
    String left = text;
    for (int i = 0; i < patterns.length && left != null; i++) {
      left = patterns[i].matcher(left).replaceAll(REDACTED);
    }
    return left;
  }

  /** A query without the values of parameters that are not known to be harmless. */
  String query(String query) {
    StringBuilder kept = new StringBuilder(query.length() + REDACTED.length());
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      int equals = query.indexOf('=', start);
      if (start > 0) {
        kept.append('&');
      }
      if (equals < 0 || equals >= end) {
        // A name alone may be a value as well, such as a ticket that is all there is.
        String name = query.substring(start, end);
        kept.append(name.isEmpty() || parameters.contains(name) ? name : REDACTED);
      } else if (parameters.contains(query.substring(start, equals))) {
        kept.append(query, start, end);
      } else {
        kept.append(query, start, equals + 1).append(REDACTED);
      }
      start = end + 1;
    }
    return of(kept.toString());
  }

  /** A URL without query, fragment and user. */
  String url(String url) {
    int end = url.length();
    for (int i = 0; i < end; i++) {
      char c = url.charAt(i);
      if (c == '?' || c == '#') {
        end = i;
      }
    }
    int user = url.indexOf('@');
    int slashes = url.indexOf("//");
    int path = slashes < 0 ? -1 : url.indexOf('/', slashes + 2);
    boolean named = slashes >= 0 && user > slashes && user < (path < 0 ? end : path);
    return of(
        named
            ? url.substring(0, slashes + 2) + url.substring(user + 1, Math.max(end, user + 1))
            : url.substring(0, end));
  }
}

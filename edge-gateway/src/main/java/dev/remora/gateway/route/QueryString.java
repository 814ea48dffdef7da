package dev.remora.gateway.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Reads a query as forms write it ({@code application/x-www-form-urlencoded}). */
final class QueryString {
  private QueryString() {}

  /** The first value of {@code name}, decoded, empty if there is only the name; null: none. */
  static String first(String query, String name) {
    if (query == null) {
      return null;
    }
    for (int from = 0; from <= query.length(); ) {
      int and = query.indexOf('&', from);
      int to = and < 0 ? query.length() : and;
      int equals = query.indexOf('=', from);
      int nameEnd = equals < 0 || equals > to ? to : equals;
      if (isNamed(query, from, nameEnd, name)) {
        return nameEnd == to ? "" : decoded(query, nameEnd + 1, to);
      }
      from = to + 1;
    }
    return null;
  }

  private static boolean isNamed(String query, int from, int to, String name) {
    return isPlain(query, from, to)
        ? to - from == name.length() && query.startsWith(name, from)
        : name.equals(decoded(query, from, to));
  }

  private static boolean isPlain(String query, int from, int to) {
    for (int i = from; i < to; i++) {
      if (query.charAt(i) == '%' || query.charAt(i) == '+') {
        return false;
      }
    }
    return true;
  }

  private static String decoded(String query, int from, int to) {
    String raw = query.substring(from, to);
    if (isPlain(query, from, to)) {
      return raw;
    }
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A broken escape: it means what it says.
      return raw;
    }
  }
}

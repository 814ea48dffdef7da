package dev.remora.core.balancing;

import dev.remora.core.config.HashOn;
import dev.remora.core.routing.RequestInfo;

/** Reads the key of a request. */
final class HashKey {
  /** There is no key. */
  static final long NONE = 0;

  private final HashOn on;

  /**
   * A reader.
   *
   * @param on null: no request has a key
   */
  HashKey(HashOn on) {
    this.on = on;
  }

  /** The key's hash; {@link #NONE} where the request has none, or an empty one. */
  long hash(RequestInfo request) {
    if (on == null || request == null) {
      return NONE;
    }
    switch (on.part()) {
      case HEADER:
        return whole(request.header(on.name()));
      case COOKIE:
        return cookie(request.header("cookie"));
      case QUERY:
        return query(request.target());
      case PATH:
        return path(request.target());
    }
    throw new AssertionError(on);
  }

  private static long whole(String text) {
    return text == null ? NONE : hash(text, 0, text.length());
  }

  /** RFC 6265, section 4.2.1: pairs with a semicolon and a space between them. */
  private long cookie(String header) {
    return header == null ? NONE : value(header, 0, header.length(), ';');
  }

  private long query(String target) {
    int mark = target == null ? -1 : target.indexOf('?');
    return mark < 0 ? NONE : value(target, mark + 1, endOf(target), '&');
  }

  private static long path(String target) {
    if (target == null) {
      return NONE;
    }
    int mark = target.indexOf('?');
    return hash(target, 0, mark < 0 ? endOf(target) : mark);
  }

  private static int endOf(String target) {
    int fragment = target.indexOf('#');
    return fragment < 0 ? target.length() : fragment;
  }

  private long value(String text, int from, int to, char separator) {
    String name = on.name();
    for (int at = from; at < to; ) {
      while (at < to && text.charAt(at) == ' ') {
        at++;
      }
      int next = text.indexOf(separator, at);
      int end = next < 0 || next > to ? to : next;
      int equals = at + name.length();
      if (equals < end && text.charAt(equals) == '=' && text.startsWith(name, at)) {
        return hash(text, equals + 1, end);
      }
      at = end + 1;
    }
    return NONE;
  }

  private static long hash(String text, int from, int to) {
    if (from >= to) {
      return NONE;
    }
    long hash = Hashes.of(text, from, to);
    return hash == NONE ? 1 : hash;
  }
}

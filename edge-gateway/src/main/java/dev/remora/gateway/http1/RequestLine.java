package dev.remora.gateway.http1;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The first line of a request (RFC 9112, section 3): three parts, one space between them.
 *
 * @param target in origin form, or {@code *}; as it came where that is not to be had
 * @param authority of a target in absolute form; null: it had none
 */
record RequestLine(HttpMethod method, String target, String authority, HttpVersion version) {
  private static final int VERSION_LENGTH = 8;

  /** The longest in the IANA registry, UPDATEREDIRECTREF, has 17 letters. */
  private static final int MOST_METHOD = 24;

  static RequestLine parse(byte[] line, int length) throws BadMessage {
    int first = 0;
    while (first < length && Octets.isToken(line[first])) {
      first++;
    }
    int second = first + 1;
    while (second < length && Octets.isTarget(line[second])) {
      second++;
    }
    if (first == 0
        || first >= length
        || line[first] != ' '
        || second == first + 1
        || second >= length) {
      throw new BadMessage(Refusals.REQUEST_LINE);
    }
    if (line[second] != ' ') {
      throw new BadMessage(
          isInTarget(line, second, length) ? Refusals.TARGET : Refusals.REQUEST_LINE);
    }
    HttpVersion version = version(line, second + 1, length);
    HttpMethod method = method(line, first);
    String target = new String(line, first + 1, second - first - 1, StandardCharsets.ISO_8859_1);
    return target.charAt(0) == '/'
        ? new RequestLine(method, target, null, version)
        : other(method, target, version);
  }

  /** Whether a character that none may have stands in a target that ends after it. */
  private static boolean isInTarget(byte[] line, int at, int length) {
    return (line[at] & 0xff) > ' ' && line[at] != 0x7f && at < length - VERSION_LENGTH;
  }

  private static HttpVersion version(byte[] line, int from, int length) throws BadMessage {
    boolean named =
        length - from == VERSION_LENGTH
            && line[from] == 'H'
            && line[from + 1] == 'T'
            && line[from + 2] == 'T'
            && line[from + 3] == 'P'
            && line[from + 4] == '/'
            && isDigit(line[from + 5])
            && line[from + 6] == '.'
            && isDigit(line[from + 7]);
    if (!named) {
      throw new BadMessage(Refusals.REQUEST_LINE);
    }
    if (line[from + 5] != '1' || line[from + 7] > '1') {
      throw new BadMessage(Refusals.VERSION);
    }
    return line[from + 7] == '1' ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
  }

  boolean isHttp10() {
    return version.equals(HttpVersion.HTTP_1_0);
  }

  private static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }

  /** Standard ones have no small letters, and an origin that took them as the same is fooled. */
  private static HttpMethod method(byte[] line, int length) throws BadMessage {
    for (int i = 0; i < length; i++) {
      if ((line[i] >= 'a' && line[i] <= 'z') || length > MOST_METHOD) {
        throw new BadMessage(Refusals.METHOD);
      }
    }
    return HttpMethod.valueOf(new String(line, 0, length, StandardCharsets.ISO_8859_1));
  }

  /** A target in another form than origin form (RFC 9112, sections 3.2.2 to 3.2.4). */
  private static RequestLine other(HttpMethod method, String target, HttpVersion version)
      throws BadMessage {
    if (method.equals(HttpMethod.CONNECT)
        || (target.equals("*") && method.equals(HttpMethod.OPTIONS))) {
      return new RequestLine(method, target, null, version);
    }
    int colon = target.indexOf("://");
    String scheme = colon < 0 ? "" : target.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new BadMessage(Refusals.TARGET);
    }
    int from = colon + 3;
    int to = from;
    while (to < target.length() && target.charAt(to) != '/' && target.charAt(to) != '?') {
      to++;
    }
    if (to == from) {
      throw new BadMessage(Refusals.TARGET);
    }
    String rest = target.substring(to);
    boolean hasPath = rest.startsWith("/");
    String origin =
        !hasPath ? (method.equals(HttpMethod.OPTIONS) && rest.isEmpty() ? "*" : "/" + rest) : rest;
    return new RequestLine(method, origin, target.substring(from, to), version);
  }
}

package dev.remora.gateway.http2;

import dev.remora.gateway.exchange.HostForm;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;

/**
 * Refuses heads of HTTP/2 requests that are malformed (RFC 9113, sections 8.2 and 8.3). Fields of
 * HTTP/2 have a length and may hold anything, those of HTTP/1.1 end where a line ends: what could
 * be read in two ways there must not come in here.
 */
final class RequestHeads {
  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      TOKEN[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      TOKEN[c] = true;
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
  }

  private RequestHeads() {}

  /**
   * Checks the head of a request.
   *
   * @throws Http2Exception of the stream, if it is malformed
   */
  static void check(int streamId, Http2Headers head) throws Http2Exception {
    int authorities = 0;
    int hosts = 0;
    int lengths = 0;
    int cookies = 0;
    for (Map.Entry<CharSequence, CharSequence> field : head) {
      CharSequence name = field.getKey();
      CharSequence value = field.getValue();
      value(streamId, value);
      if (name.length() > 0 && name.charAt(0) == ':') {
        authorities += pseudo(streamId, name, value) ? 1 : 0;
        continue;
      }
      name(streamId, name);
      switch (name.length()) {
        case 2 -> te(streamId, name, value);
        case 4 -> {
          if (is(name, "host")) {
            host(streamId, value);
            hosts++;
          }
        }
        case 6 -> cookies += is(name, "cookie") ? 1 : 0;
        case 14 -> lengths += is(name, "content-length") ? length(streamId, value) : 0;
        default -> connection(streamId, name);
      }
    }
    if (authorities > 1 || hosts > 1 || lengths > 1) {
      throw malformed(streamId, "a field that may be there once");
    }
    if (is(head.path(), "*") && !is(head.method(), "OPTIONS")) {
      throw malformed(streamId, ":path");
    }
    if (cookies > 1) {
      joinCookies(head, cookies);
    }
  }

  /** Checks what follows a body: fields that are no more than that. */
  static void checkTrailers(int streamId, Http2Headers trailers) throws Http2Exception {
    for (Map.Entry<CharSequence, CharSequence> field : trailers) {
      name(streamId, field.getKey());
      value(streamId, field.getValue());
      connection(streamId, field.getKey());
    }
  }

  /** Whether it is {@code :authority}. */
  private static boolean pseudo(int streamId, CharSequence name, CharSequence value)
      throws Http2Exception {
    switch (name.toString()) {
      case ":authority" -> {
        host(streamId, value);
        return true;
      }
      case ":method" -> method(streamId, value);
      case ":scheme" -> {
        if (!is(value, "http") && !is(value, "https")) {
          throw malformed(streamId, ":scheme");
        }
      }
      case ":path" -> plain(streamId, value);
      default -> throw malformed(streamId, "pseudo-header");
    }
    return false;
  }

  private static void host(int streamId, CharSequence value) throws Http2Exception {
    if (!HostForm.isGood(value.toString())) {
      throw malformed(streamId, "host");
    }
  }

  private static void method(int streamId, CharSequence method) throws Http2Exception {
    if (method.length() == 0) {
      throw malformed(streamId, ":method");
    }
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      if (c >= 128 || (!TOKEN[c] && (c < 'A' || c > 'Z'))) {
        throw malformed(streamId, ":method");
      }
    }
    if (is(method, "CONNECT")) {
      // The gateway is no tunnel, and such a request has no path that could be looked at.
      throw Http2Exception.streamError(streamId, Http2Error.CONNECT_ERROR, "CONNECT");
    }
  }

  /** What becomes part of a request line. */
  private static void plain(int streamId, CharSequence value) throws Http2Exception {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) == 0x7f) {
        throw malformed(streamId, "white space");
      }
    }
  }

  private static void name(int streamId, CharSequence name) throws Http2Exception {
    if (name.length() == 0) {
      throw malformed(streamId, "empty name");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 128 || !TOKEN[c]) {
        throw malformed(streamId, "name");
      }
    }
  }

  private static void value(int streamId, CharSequence value) throws Http2Exception {
    int length = value.length();
    if (length == 0) {
      return;
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw malformed(streamId, "control character");
      }
    }
    if (isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1))) {
      throw malformed(streamId, "white space around a value");
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static void te(int streamId, CharSequence name, CharSequence value)
      throws Http2Exception {
    if (is(name, "te") && !is(value, "trailers")) {
      throw malformed(streamId, "te");
    }
  }

  private static int length(int streamId, CharSequence value) throws Http2Exception {
    boolean good = value.length() > 0 && value.length() < 19;
    for (int i = 0; i < value.length() && good; i++) {
      good = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    if (!good) {
      throw malformed(streamId, "content-length");
    }
    return 1;
  }

  private static void connection(int streamId, CharSequence name) throws Http2Exception {
    boolean about =
        switch (name.length()) {
          case 7 -> is(name, "upgrade");
          case 10 -> is(name, "connection") || is(name, "keep-alive");
          case 16 -> is(name, "proxy-connection");
          case 17 -> is(name, "transfer-encoding");
          default -> false;
        };
    if (about) {
      throw malformed(streamId, "a field of the connection");
    }
  }

  /** In HTTP/1.1 there is one Cookie (RFC 9113, section 8.2.3). */
  private static void joinCookies(Http2Headers head, int count) {
    StringBuilder joined = new StringBuilder(count * 32);
    for (CharSequence crumb : head.getAll("cookie")) {
      joined.append(joined.isEmpty() ? "" : "; ").append(crumb);
    }
    head.set("cookie", joined.toString());
  }

  private static boolean is(CharSequence text, String expected) {
    return text != null && AsciiString.contentEquals(text, expected);
  }

  private static Http2Exception malformed(int streamId, String what) {
    return Http2Exception.streamError(
        streamId, Http2Error.PROTOCOL_ERROR, "malformed request: %s", what);
  }
}

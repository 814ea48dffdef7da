package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;

/**
 * Headers that are about one connection and never go on (RFC 9110, section 7.6.1), those among them
 * that {@code Connection} names.
 */
public final class HopByHop {
  private static final List<CharSequence> ALWAYS =
      List.of(
          HttpHeaderNames.CONNECTION,
          new AsciiString("proxy-connection"),
          // CGI programs take it for their HTTP_PROXY (CVE-2016-5385).
          new AsciiString("proxy"),
          new AsciiString("proxy-authentication-info"),
          new AsciiString("keep-alive"),
          HttpHeaderNames.TE,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.UPGRADE,
          HttpHeaderNames.PROXY_AUTHENTICATE,
          HttpHeaderNames.PROXY_AUTHORIZATION,
          new AsciiString("http2-settings"));

  private HopByHop() {}

  /** Takes them out of {@code headers}. */
  public static void strip(MultiMap headers) {
    for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String name : value.split(",", -1)) {
        String nominated = name.trim().toLowerCase(Locale.ROOT);
        if (!nominated.isEmpty() && !isNeeded(nominated)) {
          headers.remove(nominated);
        }
      }
    }
    for (CharSequence name : ALWAYS) {
      headers.remove(name);
    }
  }

  /** What a client must not make the gateway forget by nominating it. */
  private static boolean isNeeded(String name) {
    return name.equals("host")
        || name.equals("content-length")
        || name.equals("authorization")
        || name.equals("via")
        || name.equals("forwarded")
        || name.startsWith("x-forwarded-")
        || name.equals("x-real-ip")
        || name.equals("cookie");
  }
}

package dev.remora.gateway.auth;

import dev.remora.gateway.exchange.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;

/** The token in {@code Authorization: Bearer} (RFC 6750, section 2.1). */
public final class Bearer {
  /** The scheme's name. */
  public static final String SCHEME = "Bearer";

  /** As much as the core takes of a token server; a header of a request must hold it. */
  public static final int LARGEST = 16 << 10;

  private Bearer() {}

  /** The token, empty if the scheme is all there is; null: there is none. */
  public static String token(Exchange exchange) {
    String value = exchange.header(HttpHeaderNames.AUTHORIZATION);
    int scheme = SCHEME.length();
    if (value == null || !value.regionMatches(true, 0, SCHEME, 0, scheme)) {
      return null;
    }
    if (value.length() == scheme) {
      return "";
    }
    return value.charAt(scheme) == ' ' ? value.substring(scheme + 1).trim() : null;
  }

  /** Whether there are several, so that others could take another one than this gateway. */
  static boolean isAmbiguous(Exchange exchange) {
    List<String> values = exchange.request().headers().getAll(HttpHeaderNames.AUTHORIZATION);
    return values.size() > 1;
  }
}

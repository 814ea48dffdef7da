package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;

/**
 * How often an {@code OPTIONS} request may be forwarded (RFC 9110, section 7.6.2); for other
 * methods it means nothing, and {@code TRACE} is not forwarded at all.
 */
public final class MaxForwards {
  private static final int NONE = -1;
  private static final int MOST_DIGITS = 9;

  private MaxForwards() {}

  /** Whether the gateway has to answer it itself. */
  public static boolean isUsedUp(Exchange exchange) {
    return exchange.request().method().equals(HttpMethod.OPTIONS)
        && number(exchange.header(HttpHeaderNames.MAX_FORWARDS)) == 0;
  }

  static void countDown(Exchange exchange, MultiMap headers) {
    if (!exchange.request().method().equals(HttpMethod.OPTIONS)) {
      return;
    }
    int number = number(headers.get(HttpHeaderNames.MAX_FORWARDS));
    if (number > 0) {
      headers.set(HttpHeaderNames.MAX_FORWARDS, (CharSequence) Integer.toString(number - 1));
    }
  }

  private static int number(String value) {
    boolean plain = value != null && !value.isEmpty() && value.length() <= MOST_DIGITS;
    for (int i = 0; plain && i < value.length(); i++) {
      plain = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    return plain ? Integer.parseInt(value) : NONE;
  }
}

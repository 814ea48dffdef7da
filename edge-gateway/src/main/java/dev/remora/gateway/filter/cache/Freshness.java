package dev.remora.gateway.filter.cache;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Tells what of a response may be kept by a cache that many share, and for how long. */
final class Freshness {
  private Freshness() {}

  /**
   * Seconds for which a response is fresh (RFC 9111, section 4.2.1), from when it was made; -1: it
   * does not say, and nothing is guessed.
   */
  static long lifetime(CacheControl control, MultiMap headers) {
    for (String directive : new String[] {"s-maxage", "max-age"}) {
      if (control.has(directive)) {
        return control.seconds(directive);
      }
    }
    String expires = headers.get(HttpHeaderNames.EXPIRES);
    if (expires == null) {
      return -1;
    }
    Instant end = date(expires);
    Instant made = date(headers.get(HttpHeaderNames.DATE));
    if (end == null) {
      return 0;
    }
    return Math.max(
        0, end.getEpochSecond() - (made == null ? Instant.now() : made).getEpochSecond());
  }

  /** Seconds since a response was made, when it comes (section 4.2.3). */
  static long age(MultiMap headers) {
    String told = headers.get(HttpHeaderNames.AGE);
    long value = told != null && told.matches("[0-9]{1,9}") ? Long.parseLong(told) : 0;
    Instant made = date(headers.get(HttpHeaderNames.DATE));
    long apparent = made == null ? 0 : Instant.now().getEpochSecond() - made.getEpochSecond();
    return Math.max(value, Math.max(0, apparent));
  }

  /**
   * Whether it may be kept (section 3).
   *
   * @param personal whether the request says who makes it
   */
  static boolean isStorable(int status, CacheControl control, MultiMap headers, boolean personal) {
    boolean known =
        status == 200
            || status == 203
            || status == 301
            || status == 308
            || status == 404
            || status == 410;
    if (!known
        || control.has("no-store")
        || control.has("private")
        || control.has("no-cache")
        || headers.contains(HttpHeaderNames.SET_COOKIE)
        || "*".equals(headers.get(HttpHeaderNames.VARY))) {
      return false;
    }
    boolean shared =
        control.has("public") || control.has("s-maxage") || control.has("must-revalidate");
    return !personal || shared;
  }

  static Instant date(String text) {
    try {
      return text == null
          ? null
          : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}

package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;

/** Tells of the gateways that a message went through (RFC 9110, section 7.6.3). */
public final class Via {
  private static final String NAME = "remora";

  /** A request that has come through so many of them goes round in circles. */
  private static final int MOST = 16;

  private Via() {}

  /** What the gateway adds to a message that came in {@code version}. */
  public static String of(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "1.0 " + NAME;
      case HTTP_1_1 -> "1.1 " + NAME;
      default -> "2 " + NAME;
    };
  }

  /** Whether a request comes back again and again. */
  public static boolean isLoop(MultiMap headers) {
    if (headers.get(HttpHeaderNames.VIA) == null) {
      return false;
    }
    int times = 0;
    for (String line : headers.getAll(HttpHeaderNames.VIA)) {
      for (String each : line.split(",", -1)) {
        times += each.trim().endsWith(" " + NAME) ? 1 : 0;
      }
    }
    return times >= MOST;
  }
}

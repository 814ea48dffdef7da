package dev.remora.gateway.exchange;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which trailers of a response go on. Those do not that a client might merge into the headers to
 * its harm: what frames, routes or controls a message, or says how its content is to be read (RFC
 * 9110, section 6.5.1).
 */
public final class Trailers {
  private static final Set<String> REFUSED =
      Set.of(
          "age",
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "date",
          "expires",
          "host",
          "keep-alive",
          "location",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "retry-after",
          "set-cookie",
          "strict-transport-security",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "vary",
          "via",
          "warning",
          "www-authenticate");

  private Trailers() {}

  /** Adds those of {@code from} that go on to {@code to}. */
  public static void pass(MultiMap from, MultiMap to) {
    for (Map.Entry<String, String> each : from) {
      if (!REFUSED.contains(each.getKey().toLowerCase(Locale.ROOT))) {
        to.add(each.getKey(), each.getValue());
      }
    }
  }
}

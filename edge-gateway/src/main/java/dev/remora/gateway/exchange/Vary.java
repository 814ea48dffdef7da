package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import java.util.List;

/** Says which of a request's headers a response depends on (RFC 9110, section 12.5.5). */
public final class Vary {
  private Vary() {}

  /** Adds {@code name}, which is in lower case, unless it is there. */
  public static void add(MultiMap headers, String name) {
    List<String> lines = headers.getAll(HttpHeaderNames.VARY);
    for (String line : lines) {
      for (String named : line.split(",", -1)) {
        if (named.trim().equalsIgnoreCase(name) || named.trim().equals("*")) {
          return;
        }
      }
    }
    if (lines.isEmpty()) {
      headers.set(HttpHeaderNames.VARY, name);
    } else {
      headers.set(HttpHeaderNames.VARY, String.join(", ", lines) + ", " + name);
    }
  }
}

package dev.remora.gateway.filter.cache;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The directives of {@code Cache-Control} (RFC 9111, section 5.2). Immutable. What can't be read
 * forbids rather than allows.
 */
final class CacheControl {
  private final Map<String, String> directives = new HashMap<>();

  private CacheControl() {}

  static CacheControl of(MultiMap headers) {
    CacheControl control = new CacheControl();
    for (String line : headers.getAll(HttpHeaderNames.CACHE_CONTROL)) {
      // A comma within quotes splits a list of field names: each is then a directive nobody knows.
      for (String item : line.split(",", -1)) {
        int equals = item.indexOf('=');
        String name = (equals < 0 ? item : item.substring(0, equals)).trim();
        String value = equals < 0 ? "" : item.substring(equals + 1).trim().replace("\"", "");
        control.directives.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
      }
    }
    return control;
  }

  boolean has(String name) {
    return directives.containsKey(name);
  }

  /** Seconds; -1: not said; 0: not readable. */
  long seconds(String name) {
    String value = directives.get(name);
    if (value == null) {
      return -1;
    }
    if (!value.matches("[0-9]+")) {
      return 0;
    }
    return value.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(value);
  }
}

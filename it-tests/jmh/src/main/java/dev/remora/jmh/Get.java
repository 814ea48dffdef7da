package dev.remora.jmh;

import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;

/**
 * A GET.
 *
 * @param key the value of any header that is asked for; null: it has none
 * @param context null: no request is being served
 */
public record Get(String key, boolean isSecure, Context context) implements RequestInfo {
  /** One with a key for policies that hash, and without TLS. */
  static final Get KEYED = new Get("a1b2c3d4", false, null);

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String target() {
    return "/v1/items?page=2";
  }

  @Override
  public String header(String name) {
    return key;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }
}

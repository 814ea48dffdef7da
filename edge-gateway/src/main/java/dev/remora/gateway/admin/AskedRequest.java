package dev.remora.gateway.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.exchange.Client;
import dev.remora.gateway.exchange.RequestHead;
import dev.remora.gateway.exchange.Target;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request that an operator asks about.
 *
 * @param target null: it is not one that can be forwarded
 * @param headers their first values
 */
record AskedRequest(
    String method, String host, Target target, Map<String, String> headers, Client client)
    implements RequestHead {
  /** Of documentation (RFC 5737): the address of nobody. */
  private static final String NOBODY = "192.0.2.1";

  /**
   * As it is spelled in JSON: {@code url} and, where that matters, {@code method}, {@code headers}
   * ({@code "name: value"}) and {@code client}.
   *
   * @throws IllegalArgumentException if it is not, with what is wrong
   */
  static AskedRequest of(JsonObject json) {
    String url = text(json, "url", null);
    if (url == null) {
      throw new IllegalArgumentException("url is missing");
    }
    int scheme = url.indexOf("://");
    int slash = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
    String authority =
        scheme < 0 ? "" : url.substring(scheme + 3, slash < 0 ? url.length() : slash);
    if (scheme < 0 && slash != 0) {
      throw new IllegalArgumentException("url is not such as http://shop.example/orders/1");
    }
    String client = text(json, "client", NOBODY);
    if (!Cidr.isAddress(client)) {
      throw new IllegalArgumentException("client is not an IP address");
    }
    return new AskedRequest(
        text(json, "method", "GET"),
        authority.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT),
        Target.parse(slash < 0 ? "/" : url.substring(slash)),
        headers(json),
        new Client(client, 0, url.startsWith("https:") ? "https" : "http"));
  }

  private static Map<String, String> headers(JsonObject json) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (json.has("headers")) {
      for (JsonElement header : json.getAsJsonArray("headers")) {
        String text = header.getAsString();
        int colon = text.indexOf(':');
        if (colon <= 0) {
          throw new IllegalArgumentException("a header is not such as 'name: value'");
        }
        headers.putIfAbsent(text.substring(0, colon).trim(), text.substring(colon + 1).trim());
      }
    }
    return headers;
  }

  private static String text(JsonObject json, String key, String byDefault) {
    return json.has(key) && !json.get(key).isJsonNull() ? json.get(key).getAsString() : byDefault;
  }

  @Override
  public String header(CharSequence name) {
    return headers.get(name.toString());
  }
}

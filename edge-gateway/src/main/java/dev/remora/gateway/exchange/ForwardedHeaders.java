package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Map;

/** Makes of a request's headers those that are forwarded. */
final class ForwardedHeaders {
  private static final String BY = "remora";

  private ForwardedHeaders() {}

  static MultiMap of(Exchange exchange) {
    MultiMap came = exchange.request().headers();
    MultiMap headers = HttpHeaders.headers();
    boolean trusted = exchange.client().isTrusted();
    for (Map.Entry<String, String> header : came) {
      String name = header.getKey();
      if (name.charAt(0) != ':' && (trusted || !isAboutClient(name))) {
        headers.add(name, header.getValue());
      }
    }
    HopByHop.strip(headers);
    headers.remove(HttpHeaderNames.HOST);
    headers.remove(HttpHeaderNames.EXPECT);
    Client client = exchange.client();
    headers.add("x-forwarded-for", client.peer());
    if (!trusted || !headers.contains("x-forwarded-proto")) {
      headers.set("x-forwarded-proto", client.scheme());
      headers.set("x-forwarded-host", exchange.host());
    }
    headers.set("x-request-id", exchange.id());
    headers.add(HttpHeaderNames.VIA, version(exchange.request().version()) + " " + BY);
    return headers;
  }

  /** What a client says of itself that only a proxy in front of the gateway may say. */
  private static boolean isAboutClient(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("x-forwarded-")
        || lower.equals("forwarded")
        || lower.equals("x-real-ip")
        || TraceHeaders.contains(lower)
        // RFC 9440, section 2.4
        || lower.equals("client-cert")
        || lower.equals("client-cert-chain");
  }

  private static String version(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "1.0";
      case HTTP_1_1 -> "1.1";
      default -> "2";
    };
  }
}

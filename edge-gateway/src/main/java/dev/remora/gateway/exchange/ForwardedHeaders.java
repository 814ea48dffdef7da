package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;

/**
 * Makes of a request's headers those that are forwarded. What is said of the client is the
 * gateway's word: of what came, only that is left which a trusted proxy has said.
 */
final class ForwardedHeaders {
  private static final CharSequence FOR = new AsciiString("x-forwarded-for");
  private static final CharSequence PROTO = new AsciiString("x-forwarded-proto");
  private static final CharSequence HOST = new AsciiString("x-forwarded-host");
  private static final CharSequence PORT = new AsciiString("x-forwarded-port");
  private static final CharSequence REAL_IP = new AsciiString("x-real-ip");
  private static final CharSequence REQUEST_ID = new AsciiString("x-request-id");
  private static final CharSequence TE = HttpHeaderNames.TE;
  private static final String TRAILERS = "trailers";

  private ForwardedHeaders() {}

  static MultiMap of(Exchange exchange) {
    MultiMap came = exchange.request().headers();
    MultiMap headers = HttpHeaders.headers();
    Client client = exchange.client();
    for (Map.Entry<String, String> header : came) {
      String name = header.getKey();
      if (name.charAt(0) != ':' && !ClientHeaders.isRefused(name, client.isTrusted())) {
        headers.add(name, header.getValue());
      }
    }
    boolean trailers = takesTrailers(came);
    HopByHop.strip(headers);
    headers.remove(HttpHeaderNames.HOST);
    headers.remove(HttpHeaderNames.EXPECT);
    headers.remove(HttpHeaderNames.TRAILER);
    if (trailers) {
      headers.set(TE, (CharSequence) TRAILERS);
    }
    client(exchange, headers);
    headers.set(REQUEST_ID, (CharSequence) exchange.id());
    headers.add(HttpHeaderNames.VIA, (CharSequence) Via.of(exchange.request().version()));
    MaxForwards.countDown(exchange, headers);
    return headers;
  }

  /** Whether trailers may be sent to it (RFC 9110, section 10.1.4). */
  private static boolean takesTrailers(MultiMap came) {
    String te = came.get(TE);
    if (te == null) {
      return false;
    }
    for (String each : te.split(",", -1)) {
      if (each.trim().equalsIgnoreCase(TRAILERS)) {
        return true;
      }
    }
    return false;
  }

  private static void client(Exchange exchange, MultiMap headers) {
    Client client = exchange.client();
    String authority = ClientHeaders.authority(exchange);
    headers.set(FOR, (CharSequence) client.path());
    headers.set(REAL_IP, (CharSequence) client.address());
    headers.set(PROTO, (CharSequence) client.scheme());
    if (!client.isTrusted() || !ClientHeaders.isHost(headers.getAll(HOST))) {
      headers.set(HOST, (CharSequence) authority);
    }
    if (!client.isTrusted() || !ClientHeaders.isPort(headers.getAll(PORT))) {
      headers.set(PORT, (CharSequence) ClientHeaders.port(authority, client.scheme()));
    }
  }
}

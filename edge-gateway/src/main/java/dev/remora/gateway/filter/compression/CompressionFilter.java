package dev.remora.gateway.filter.compression;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.Vary;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;

/** Compresses what may be for clients that take it. */
final class CompressionFilter implements Filter {
  /** Digests of the content as the service sent it: with them it goes on as it is. */
  private static final List<String> DIGESTS =
      List.of("content-digest", "repr-digest", "digest", "content-md5");

  private final Compression compression;

  CompressionFilter(Compression compression) {
    this.compression = compression;
  }

  @Override
  public void response(Exchange exchange) {
    MultiMap headers = exchange.responseHeaders();
    if (!isCompressible(exchange, headers)) {
      return;
    }
    Vary.add(headers, "accept-encoding");
    List<String> accepted = exchange.request().headers().getAll(HttpHeaderNames.ACCEPT_ENCODING);
    if (!Codings.wantsGzip(accepted) || exchange.request().method().equals(HttpMethod.HEAD)) {
      return;
    }
    boolean streamed = !headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    headers.remove(HttpHeaderNames.ACCEPT_RANGES);
    weaken(headers);
    Gzip gzip = new Gzip(compression.level(), streamed);
    exchange.note(this, gzip);
    exchange.responseStep(gzip);
  }

  private boolean isCompressible(Exchange exchange, MultiMap headers) {
    int status = exchange.status();
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (status < 200 || status == 204 || status == 206 || status == 304 || type == null) {
      return false;
    }
    return compression.isOf(type)
        && !headers.contains(HttpHeaderNames.CONTENT_ENCODING)
        && !isShort(headers.get(HttpHeaderNames.CONTENT_LENGTH))
        && !mustStay(headers);
  }

  private boolean isShort(String length) {
    return length != null
        && (length.length() > 18 || Long.parseLong(length) < compression.minSize());
  }

  /** RFC 9111, section 5.2.2.6. */
  private static boolean mustStay(MultiMap headers) {
    for (String line : headers.getAll(HttpHeaderNames.CACHE_CONTROL)) {
      if (line.toLowerCase(Locale.ROOT).contains("no-transform")) {
        return true;
      }
    }
    for (int i = 0; i < DIGESTS.size(); i++) {
      if (headers.contains(DIGESTS.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** The bytes are others than those the service has vouched for (RFC 9110, section 8.8.1). */
  private static void weaken(MultiMap headers) {
    String tag = headers.get(HttpHeaderNames.ETAG);
    if (tag != null && !tag.startsWith("W/")) {
      headers.set(HttpHeaderNames.ETAG, "W/" + tag);
    }
  }

  @Override
  public void ended(Exchange exchange) {
    if (exchange.note(this) instanceof Gzip gzip) {
      gzip.close();
    }
  }

  @Override
  public String describe() {
    return "compression of " + String.join(", ", compression.types());
  }
}

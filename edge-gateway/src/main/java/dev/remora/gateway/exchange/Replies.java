package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Writes answers of the gateway's own. */
final class Replies {
  private Replies() {}

  static void write(Exchange exchange, Buffer content) {
    Buffer body = content == null ? null : exchange.replied(content);
    HttpServerResponse response = exchange.response();
    boolean last = isLast(exchange);
    if (last) {
      closeAfter(exchange);
    }
    int status = exchange.status();
    boolean bodiless = status == 204 || status == 304;
    if (body != null && !bodiless) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length()));
    }
    if (body == null || bodiless || exchange.request().method().equals(HttpMethod.HEAD)) {
      if (!bodiless && body == null) {
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, "0");
      }
      response.end().onComplete(end -> end(exchange, last));
      return;
    }
    exchange.sending(body.length());
    response.end(body).onComplete(end -> end(exchange, last));
  }

  /** Whether what follows on the connection is not read, be it the rest of the body. */
  private static boolean isLast(Exchange exchange) {
    return exchange.request().decoderResult().isFailure()
        || (!exchange.request().isEnded() && hasBody(exchange));
  }

  private static void end(Exchange exchange, boolean last) {
    exchange.end();
    if (last && exchange.request().version() != HttpVersion.HTTP_2) {
      exchange.request().connection().close();
    }
  }

  private static boolean hasBody(Exchange exchange) {
    return exchange.header(HttpHeaderNames.CONTENT_LENGTH) != null
        || exchange.header(HttpHeaderNames.TRANSFER_ENCODING) != null;
  }

  private static void closeAfter(Exchange exchange) {
    if (exchange.request().version() != HttpVersion.HTTP_2) {
      exchange.response().headers().set(HttpHeaderNames.CONNECTION, "close");
    }
  }
}

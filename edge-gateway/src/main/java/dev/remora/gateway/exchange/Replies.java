package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Writes answers of the gateway's own. */
final class Replies {
  private Replies() {}

  static void write(Exchange exchange, Buffer content) {
    Buffer body = content == null ? null : exchange.replied(content);
    HttpServerResponse response = exchange.response();
    boolean last = isLast(exchange);
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

  /** Whether the connection ends with this answer, which tells so. */
  private static boolean isLast(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (request.version() == HttpVersion.HTTP_2) {
      return false;
    }
    boolean last =
        exchange.responseHeaders().contains(HttpHeaderNames.CONNECTION)
            || request.decoderResult().isFailure()
            || Rest.isTooMuch(request);
    if (last) {
      exchange
          .responseHeaders()
          .set(HttpHeaderNames.CONNECTION, (CharSequence) HttpHeaderValues.CLOSE);
    }
    return last;
  }

  private static void end(Exchange exchange, boolean last) {
    exchange.end();
    if (last) {
      exchange.request().connection().close();
    } else {
      Rest.drop(exchange.request());
    }
  }
}

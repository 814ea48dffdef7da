package dev.remora.gateway.proxy;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.http2.Http2Streams;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;

/**
 * The body of a request on its way to an endpoint, as fast as that takes it. One that is not
 * complete is never sent as if it were.
 */
final class RequestBody {
  private final Exchange exchange;
  private final HttpServerRequest from;
  private final boolean present;
  private HttpClientRequest to;
  private boolean sending;
  private boolean complete;
  private boolean begun;

  /** The body of a request that is paused if it may have one. */
  RequestBody(Exchange exchange) {
    this.exchange = exchange;
    this.from = exchange.request();
    this.present = mayHaveBody(from);
  }

  /** Whether more than a head may come. */
  static boolean mayHaveBody(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return !Http2Streams.endsWithHead(request);
    }
    String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    return length != null
        ? !length.equals("0")
        : request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }

  /** Whether another attempt can send all of it: nothing of it has been sent. */
  boolean isRepeatable() {
    return !present || !sending;
  }

  /** Whether all of it was sent. */
  boolean isComplete() {
    return complete;
  }

  /** Sends it. */
  void sendTo(HttpClientRequest request) {
    to = request;
    if (!present) {
      complete = true;
      request.end();
      return;
    }
    sending = true;
    if (from.headers().get(HttpHeaderNames.CONTENT_LENGTH) == null) {
      request.setChunked(true);
    }
    from.exceptionHandler(failure -> cut());
    from.handler(this::data);
    from.endHandler(end -> end());
    from.resume();
    if (!begun) {
      ((HttpServerRequestInternal) from).context().runOnContext(read -> head(request));
    }
  }

  /** A client that waits for the response before it sends a body waits for the head to arrive. */
  private void head(HttpClientRequest request) {
    if (!begun && to == request && !exchange.isEnded()) {
      begun = true;
      request.writeHead();
    }
  }

  private void data(Buffer piece) {
    Buffer out = exchange.requestData(piece);
    if (out == null || exchange.isEnded()) {
      return;
    }
    begun = true;
    to.write(out);
    if (to.writeQueueFull()) {
      from.pause();
      to.drainHandler(drained -> from.resume());
    }
  }

  private void end() {
    if (exchange.isEnded()) {
      return;
    }
    complete = true;
    begun = true;
    Buffer rest = exchange.requestEnd();
    if (rest == null) {
      to.end();
    } else {
      to.end(rest);
    }
  }

  /** The client broke off: the endpoint must not take what it has for all. */
  private void cut() {
    if (!complete) {
      to.reset();
    }
  }
}

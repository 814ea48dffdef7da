package dev.remora.gateway.proxy;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.http1.ClientConnection;
import dev.remora.gateway.http2.Http2Streams;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a request on its way to an endpoint, as fast as that takes it. One that is not
 * complete is never sent as if it were. As long as it is short, what was sent is kept, so that
 * another attempt can send it again.
 */
final class RequestBody {
  /** How much is kept: as Envoy's default for retries, per_connection_buffer_limit, is 1 MiB. */
  private static final int MOST_KEPT = 64 << 10;

  private final Exchange exchange;
  private final HttpServerRequest from;
  private final boolean present;

  /** Null: it is not HTTP/1, or there is no body. */
  private final ClientConnection connection;

  private HttpClientRequest to;
  private List<Buffer> kept = new ArrayList<>();
  private int bytesKept;
  private boolean begun;

  /** Whether the head went out to where the body is sent now. */
  private boolean headed;

  private boolean read;

  /** The body of a request that is paused if it may have one. */
  RequestBody(Exchange exchange) {
    this.exchange = exchange;
    this.from = exchange.request();
    this.present = mayHaveBody(from);
    this.connection = present ? ClientConnection.of(from.connection()) : null;
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

  /** Whether another attempt can send all of it: nothing of it was sent that is not kept. */
  boolean isRepeatable() {
    return kept != null;
  }

  /** Whether all of it was sent. */
  boolean isComplete() {
    return read || !present;
  }

  /** Sends it, from its beginning. */
  void sendTo(HttpClientRequest request) {
    to = request;
    if (!present) {
      request.end();
      return;
    }
    if (exchange.outgoing().headers().get(HttpHeaderNames.CONTENT_LENGTH) == null) {
      request.setChunked(true);
    }
    headed = !kept.isEmpty();
    for (Buffer piece : kept) {
      request.write(piece);
    }
    if (read) {
      request.end();
      return;
    }
    if (!begun) {
      begun = true;
      proceed();
      from.exceptionHandler(failure -> cut());
      from.handler(this::data);
      from.endHandler(end -> end());
    }
    flow();
    if (!headed) {
      ((HttpServerRequestInternal) from).context().runOnContext(read -> head(request));
    }
  }

  /** The client may be waiting to be told that its body is wanted (RFC 9110, section 10.1.1). */
  private void proceed() {
    if (from.version() != HttpVersion.HTTP_1_0 && from.headers().contains(HttpHeaderNames.EXPECT)) {
      exchange.response().writeContinue();
    }
  }

  /** The attempt that it was sent to is over: it waits for the next one. */
  void detach() {
    to = null;
    if (begun && !read) {
      pause();
    }
  }

  /** There will be no other attempt. */
  void forget() {
    kept = null;
  }

  private void pause() {
    from.pause();
    if (connection != null) {
      connection.hold();
    }
  }

  /** Goes on reading as soon as the endpoint takes more. */
  private void flow() {
    HttpClientRequest taking = to;
    if (taking.writeQueueFull()) {
      pause();
      taking.drainHandler(
          drained -> {
            if (to == taking && !read) {
              flow();
            }
          });
      return;
    }
    if (connection != null) {
      connection.await();
    }
    from.resume();
  }

  /** A client that waits for the response before it sends a body waits for the head to arrive. */
  private void head(HttpClientRequest request) {
    if (!headed && to == request && !exchange.isEnded()) {
      headed = true;
      request.writeHead();
    }
  }

  private void data(Buffer piece) {
    Buffer out = exchange.requestData(piece);
    if (out == null || exchange.isEnded() || exchange.isReplied()) {
      return;
    }
    keep(out);
    if (to != null) {
      headed = true;
      to.write(out);
      if (to.writeQueueFull()) {
        flow();
      }
    }
  }

  private void keep(Buffer piece) {
    if (kept == null) {
      return;
    }
    bytesKept += piece.length();
    if (bytesKept > MOST_KEPT) {
      kept = null;
    } else {
      kept.add(piece);
    }
  }

  private void end() {
    if (exchange.isEnded() || exchange.isReplied()) {
      return;
    }
    read = true;
    headed = true;
    Buffer rest = exchange.requestEnd();
    if (rest != null) {
      keep(rest);
    }
    if (to == null) {
      return;
    }
    if (rest == null) {
      to.end();
    } else {
      to.end(rest);
    }
  }

  /** The client broke off: the endpoint must not take what it has for all. */
  private void cut() {
    if (!read) {
      Forward.reset(to);
    }
  }
}

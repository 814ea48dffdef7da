package dev.remora.gateway.proxy;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.HopByHop;
import dev.remora.gateway.exchange.Rest;
import dev.remora.gateway.exchange.Trailers;
import dev.remora.gateway.exchange.Via;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The response of an endpoint on its way to the client, as fast as that takes it. One that is not
 * complete is never handed on as if it were: the client's connection, or its stream, is reset.
 */
final class ResponseBody {
  private static final long NO_TIMER = -1;

  /**
   * How much of a response waits in memory for a client that is too slow: Vert.x itself counts
   * pieces, of up to 8 KiB, and takes many.
   */
  private static final int MOST_WAITING = 32 << 10;

  private final Exchange exchange;
  private final Attempt attempt;
  private final HttpClientResponse from;
  private final HttpServerResponse to;
  private final Origins origins;
  private boolean closes;
  private boolean paused;

  /** Bytes that were written, and are not out of this process yet. */
  private int waiting;

  private boolean finished;

  /** When the last piece came; {@link System#nanoTime}. */
  private long last;

  private long timer = NO_TIMER;

  ResponseBody(Exchange exchange, Attempt attempt, HttpClientResponse from, Origins origins) {
    this.exchange = exchange;
    this.origins = origins;
    this.attempt = attempt;
    this.from = from;
    this.to = exchange.response();
  }

  /** Sends it on; {@code from} is paused. */
  void begin() {
    if (exchange.isEnded()) {
      attempt.cancel();
      return;
    }
    from.exceptionHandler(this::cut);
    if (!head()) {
      return;
    }
    from.handler(this::data);
    from.endHandler(end -> end());
    from.resume();
    HttpServerRequestInternal request = (HttpServerRequestInternal) exchange.request();
    request.context().runOnContext(later -> lasts());
  }

  /**
   * What has come with the head is through by now: a response that goes on is one that lasts. Its
   * client gets the head now, as one that waits for events does, and its pauses are timed.
   */
  private void lasts() {
    if (finished || exchange.isEnded()) {
      return;
    }
    if (!to.headWritten() && exchange.request().version() != HttpVersion.HTTP_1_0) {
      to.writeHead();
    }
    last = System.nanoTime();
    look();
  }

  private void look() {
    timer = NO_TIMER;
    if (finished || exchange.isEnded()) {
      return;
    }
    long now = System.nanoTime();
    if (paused) {
      // It is the client that has it wait.
      last = now;
    }
    long left = last + exchange.streamIdle().toNanos() - now;
    if (left <= 0) {
      cut(new SocketTimeoutException("no more of the response in time"));
    } else {
      timer = origins.after(TimeUnit.NANOSECONDS.toMillis(left) + 1, this::look);
    }
  }

  /** Nothing more goes to the client. */
  void stop() {
    finished = true;
    if (timer != NO_TIMER) {
      origins.cancel(timer);
      timer = NO_TIMER;
    }
  }

  private boolean head() {
    to.setStatusCode(from.statusCode());
    MultiMap headers = to.headers();
    for (Map.Entry<String, String> header : from.headers()) {
      headers.add(header.getKey(), header.getValue());
    }
    HopByHop.strip(headers);
    headers.add(HttpHeaderNames.VIA, (CharSequence) Via.of(from.version()));
    if (!exchange.beforeHead()) {
      return false;
    }
    if (from.statusCode() == 204) {
      headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    }
    if (!hasBody() || headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return true;
    }
    HttpVersion version = exchange.request().version();
    if (version == HttpVersion.HTTP_1_1) {
      to.setChunked(true);
    } else if (version == HttpVersion.HTTP_1_0) {
      // There are no chunks: the body ends with the connection, whatever the client has asked for.
      closes = true;
      to.headersEndHandler(
          end -> headers.set(HttpHeaderNames.CONNECTION, (CharSequence) HttpHeaderValues.CLOSE));
    }
    return true;
  }

  private boolean hasBody() {
    int status = from.statusCode();
    return status != 204 && status != 304 && !exchange.request().method().equals(HttpMethod.HEAD);
  }

  private void data(Buffer piece) {
    if (exchange.isEnded()) {
      return;
    }
    if (timer != NO_TIMER) {
      last = System.nanoTime();
    }
    Buffer out = exchange.responseData(piece);
    if (out == null) {
      return;
    }
    int length = out.length();
    waiting += length;
    to.write(out).onComplete(sent -> written(length));
    if (waiting > MOST_WAITING) {
      from.pause();
      attempt.read(false);
      paused = true;
    }
  }

  /** So much is out of this process. */
  private void written(int length) {
    waiting -= length;
    if (paused && waiting <= MOST_WAITING / 2) {
      resume();
    }
  }

  /** What is held back further down comes last: it is wanted only while the rest goes through. */
  private void resume() {
    paused = false;
    from.resume();
    if (!paused) {
      attempt.read(true);
    }
  }

  private void end() {
    stop();
    attempt.finish();
    if (exchange.isEnded()) {
      return;
    }
    MultiMap trailers = from.trailers();
    if (!trailers.isEmpty()) {
      Trailers.pass(trailers, to.trailers());
    }
    Buffer rest = exchange.responseEnd();
    if (rest == null) {
      to.end().onComplete(sent -> over());
    } else {
      to.end(rest).onComplete(sent -> over());
    }
  }

  private void over() {
    exchange.end();
    if (closes) {
      exchange.request().connection().close();
    } else {
      Rest.drop(exchange.request());
    }
  }

  /** The endpoint broke off. */
  private void cut(Throwable failure) {
    stop();
    attempt.cancel();
    if (!exchange.isEnded() && !exchange.isReplied()) {
      exchange.abort(Problems.RESPONSE_CUT, failure);
    }
  }
}

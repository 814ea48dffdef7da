package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What is left of a request's body once it was answered without. */
public final class Rest {
  /** What is read of it for the sake of the connection: new ones cost about as much. */
  private static final long MOST_BYTES = 64 << 10;

  private final HttpServerRequest request;
  private long read;

  private Rest(HttpServerRequest request) {
    this.request = request;
  }

  /** Whether there is some that is not worth waiting for: the connection ends after the answer. */
  static boolean isTooMuch(HttpServerRequest request) {
    if (request.isEnded()) {
      return false;
    }
    String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    if (length == null) {
      return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
    }
    // A client that waits for 100 (Continue) may send nothing any more, and then no body comes.
    return request.headers().contains(HttpHeaderNames.EXPECT)
        || length.length() > 5
        || Long.parseLong(length) > MOST_BYTES;
  }

  /** Reads it, so that the next request can be read; one that is too long ends the connection. */
  public static void drop(HttpServerRequest request) {
    if (request.isEnded() || request.version() == HttpVersion.HTTP_2) {
      return;
    }
    Rest rest = new Rest(request);
    request.exceptionHandler(failure -> {});
    request.endHandler(null);
    request.handler(piece -> rest.data(piece.length()));
    request.resume();
  }

  private void data(int bytes) {
    read += bytes;
    if (read > MOST_BYTES) {
      request.handler(null);
      request.connection().close();
    }
  }
}

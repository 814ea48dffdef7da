package dev.remora.gateway.http2;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/** What only the stream of an HTTP/2 request tells. */
public final class Http2Streams {
  private Http2Streams() {}

  /**
   * Whether the head of a request was all of it (END_STREAM, RFC 9113, section 8.1), which nothing
   * in the head says.
   *
   * @param request one of HTTP/2
   */
  public static boolean endsWithHead(HttpServerRequest request) {
    ConnectionBase connection = (ConnectionBase) request.connection();
    Http2ConnectionHandler handler =
        (Http2ConnectionHandler) connection.channelHandlerContext().handler();
    Http2Stream stream = handler.connection().stream((int) request.streamId());
    return stream == null || !stream.state().remoteSideOpen();
  }
}

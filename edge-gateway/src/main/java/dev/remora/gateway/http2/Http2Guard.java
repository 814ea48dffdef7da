package dev.remora.gateway.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.impl.http2.codec.Http2ServerConnectionImpl;

/** Looks at each frame of a client before the server does. */
final class Http2Guard extends Http2FrameListenerDecorator {
  /** As many bytes of headers as HTTP/1.1 may have. */
  static final int MAX_HEADER_LIST = 32 << 10;

  private final Http2Connection streams;
  private final Http2Connection.PropertyKey begun;

  private Http2Guard(Http2FrameListener server, Http2Connection streams) {
    super(server);
    this.streams = streams;
    this.begun = streams.newKey();
  }

  static void on(Http2ServerConnectionImpl connection) {
    Http2ConnectionHandler handler =
        (Http2ConnectionHandler) connection.channelHandlerContext().handler();
    handler.decoder().frameListener(new Http2Guard(connection, handler.connection()));
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean end)
      throws Http2Exception {
    check(streamId, headers);
    super.onHeadersRead(ctx, streamId, headers, padding, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end)
      throws Http2Exception {
    check(streamId, headers);
    super.onHeadersRead(ctx, streamId, headers, dependency, weight, exclusive, padding, end);
  }

  private void check(int streamId, Http2Headers headers) throws Http2Exception {
    Http2Stream stream = streams.stream(streamId);
    if (stream.getProperty(begun) != null) {
      RequestHeads.checkTrailers(streamId, headers);
      return;
    }
    stream.setProperty(begun, Boolean.TRUE);
    RequestHeads.check(streamId, headers);
  }
}

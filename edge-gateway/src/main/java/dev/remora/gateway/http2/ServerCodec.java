package dev.remora.gateway.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.impl.http2.codec.Http2ServerConnectionImpl;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandler;
import io.vertx.core.internal.ContextInternal;

/**
 * The codec of a client's connection. What Netty takes for an error of a stream that is none any
 * more is one of the connection (RFC 9113, sections 5.1 and 5.1.1): only a client whose state is
 * broken, or that looks for a broken one, sends such frames.
 */
final class ServerCodec extends VertxHttp2ConnectionHandler<Http2ServerConnectionImpl> {
  private final SentData sent;
  private final ResetStreams resets = new ResetStreams();
  private Http2Guard guard;

  ServerCodec(
      ContextInternal context,
      Http2ConnectionDecoder decoder,
      SentData encoder,
      Http2Settings settings) {
    super(handler -> connection(context, handler), false, decoder, encoder, settings);
    this.sent = encoder;
  }

  private static Http2ServerConnectionImpl connection(
      ContextInternal context, VertxHttp2ConnectionHandler<Http2ServerConnectionImpl> handler) {
    Http2ServerConnectionImpl connection =
        new Http2ServerConnectionImpl(context, context::duplicate, handler, null, null, null, null);
    // What clients do wrong is theirs to know, by the frame that ends the connection.
    connection.exceptionHandler(failure -> {});
    return connection;
  }

  /** Has {@code server} get no frame that was not looked at. */
  void guard(Http2ServerConnectionImpl server) {
    guard = new Http2Guard(server, this, sent, resets);
    decoder().frameListener(guard);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    super.onSettingsRead(ctx, settings);
    Http2Guard.limitHeaderTable(this, settings);
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    if (stream.isResetSent()) {
      resets.add(stream.id());
    }
    super.onStreamClosed(stream);
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx, boolean outbound, Throwable cause, StreamException failure) {
    int id = failure.streamId();
    Http2Stream stream = connection().stream(id);
    if (outbound || guard == null) {
      super.onStreamError(ctx, outbound, cause, failure);
    } else if (stream == null) {
      unknownStream(ctx, cause, failure);
    } else if (failure.error() == Http2Error.PROTOCOL_ERROR && guard.isComplete(stream)) {
      super.onStreamError(ctx, false, cause, closed(failure));
    } else {
      super.onStreamError(ctx, false, cause, failure);
    }
  }

  private void unknownStream(ChannelHandlerContext ctx, Throwable cause, StreamException failure) {
    if (failure.error() != Http2Error.STREAM_CLOSED || resets.contains(failure.streamId())) {
      // One that came to nothing, or that was reset before the client knew.
      super.onStreamError(ctx, false, cause, failure);
      return;
    }
    onConnectionError(
        ctx,
        false,
        cause,
        Http2Exception.connectionError(
            Http2Error.STREAM_CLOSED, "frame of the closed stream %d", failure.streamId()));
  }

  private static StreamException closed(StreamException failure) {
    return (StreamException)
        Http2Exception.streamError(
            failure.streamId(), Http2Error.STREAM_CLOSED, failure, "frame after END_STREAM");
  }
}

package dev.remora.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;

/** Counts what is sent of bodies, by which the credit that a client gives is measured. */
final class SentData extends DecoratingHttp2ConnectionEncoder {
  private long bytes;
  private long pieces;

  SentData(Http2ConnectionEncoder delegate) {
    super(delegate);
  }

  long bytes() {
    return bytes;
  }

  long pieces() {
    return pieces;
  }

  @Override
  public ChannelFuture writeData(
      ChannelHandlerContext ctx,
      int streamId,
      ByteBuf data,
      int padding,
      boolean end,
      ChannelPromise promise) {
    bytes += data.readableBytes();
    pieces++;
    return super.writeData(ctx, streamId, data, padding, end, promise);
  }
}

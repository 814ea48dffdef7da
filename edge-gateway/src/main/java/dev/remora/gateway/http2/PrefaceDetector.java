package dev.remora.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finds out by the first bytes of a connection whether it speaks HTTP/2, which begins with a
 * preface that no HTTP/1.1 request can be taken for (RFC 9113, section 3.4).
 */
final class PrefaceDetector extends ChannelInboundHandlerAdapter {
  /** As long as the head of a request may take. */
  private static final long DEADLINE_SECONDS = 10;

  private final Runnable http2;
  private final Runnable http1;
  private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
  private ByteBuf kept = Unpooled.EMPTY_BUFFER;
  private ScheduledFuture<?> deadline;

  /**
   * A detector.
   *
   * @param http2 sets the connection up for HTTP/2
   * @param http1 sets it up for HTTP/1.1; null: such connections are closed
   */
  PrefaceDetector(Runnable http2, Runnable http1) {
    this.http2 = http2;
    this.http1 = http1;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline = ctx.executor().schedule(() -> close(ctx), DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    deadline.cancel(false);
    kept.release();
    preface.release();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf piece = (ByteBuf) message;
    ByteBuf all = kept.isReadable() ? Unpooled.wrappedBuffer(kept, piece) : piece;
    kept = Unpooled.EMPTY_BUFFER;
    int length = Math.min(all.readableBytes(), preface.readableBytes());
    boolean same =
        ByteBufUtil.equals(all, all.readerIndex(), preface, preface.readerIndex(), length);
    if (same && length < preface.readableBytes()) {
      kept = all;
      return;
    }
    Runnable setUp = same ? http2 : http1;
    if (setUp == null) {
      all.release();
      close(ctx);
      return;
    }
    setUp.run();
    ctx.pipeline().remove(this);
    ctx.fireChannelRead(all);
  }

  private static void close(ChannelHandlerContext ctx) {
    ChannelFuture unused = ctx.close();
  }
}

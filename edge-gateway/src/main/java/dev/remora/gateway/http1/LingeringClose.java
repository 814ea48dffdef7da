package dev.remora.gateway.http1;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Closes a connection whose client is still sending in two steps (RFC 9112, section 9.6): first the
 * gateway's own side, then, once the client has closed or some time has passed, all of it. If it
 * were closed at once, what the client still sends would be answered by a reset, which makes it
 * lose the answer that it has not read yet.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody is told of the end of a connection.
final class LingeringClose extends ChannelDuplexHandler {
  /** nginx's lingering_timeout is 5 s, Apache's 2 s; a client that reads needs a round trip. */
  private static final long MOST_MILLIS = 2_000;

  /** What is read of one client so that it can read its answer. */
  private static final long MOST_BYTES = 16 << 20;

  private final BooleanSupplier mayBeSending;
  private boolean lingering;
  private long read;

  LingeringClose(BooleanSupplier mayBeSending) {
    this.mayBeSending = mayBeSending;
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (lingering
        || !ctx.channel().isActive()
        || !(ctx.channel() instanceof DuplexChannel channel)
        || !mayBeSending.getAsBoolean()) {
      ctx.close(promise);
      return;
    }
    lingering = true;
    ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
    channel
        .shutdownOutput()
        .addListener(
            shut -> {
              if (!shut.isSuccess()) {
                ctx.close();
              }
            });
    channel.config().setAutoRead(true);
    ctx.executor().schedule(() -> ctx.close(), MOST_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!lingering) {
      ctx.fireChannelRead(message);
      return;
    }
    if (message instanceof io.netty.buffer.ByteBuf bytes) {
      read += bytes.readableBytes();
    }
    ReferenceCountUtil.release(message);
    if (read > MOST_BYTES) {
      ctx.close();
    }
  }
}

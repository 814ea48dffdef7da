package dev.remora.gateway.http1;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/**
 * Keeps what was read back while nobody wants to read, and the end of the connection behind it: an
 * endpoint may close as soon as it has sent all, when a slow client has not got all yet. Vert.x
 * tells of the end at once, and forgets what it has not handed on.
 */
final class HeldReads extends ChannelDuplexHandler {
  /** What it is called in a pipeline. */
  static final String NAME = "held-reads";

  private final ArrayDeque<Object> held = new ArrayDeque<>();
  private boolean ended;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (held.isEmpty() && ctx.channel().config().isAutoRead()) {
      ctx.fireChannelRead(message);
    } else {
      held.add(message);
    }
  }

  /** Also called when reading is switched on again. */
  @Override
  public void read(ChannelHandlerContext ctx) {
    boolean some = !held.isEmpty();
    while (!held.isEmpty() && ctx.channel().config().isAutoRead()) {
      ctx.fireChannelRead(held.poll());
    }
    if (some) {
      ctx.fireChannelReadComplete();
    }
    closeIfOver(ctx);
    ctx.read();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      closeIfOver(ctx);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The end of the channel tells of itself.
  private void closeIfOver(ChannelHandlerContext ctx) {
    if (ended && held.isEmpty()) {
      ctx.channel().close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    release();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    while (!held.isEmpty() && ctx.channel().isActive()) {
      ctx.fireChannelRead(held.poll());
    }
    release();
    if (ended) {
      ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
  }

  private void release() {
    while (!held.isEmpty()) {
      ReferenceCountUtil.safeRelease(held.poll());
    }
  }
}

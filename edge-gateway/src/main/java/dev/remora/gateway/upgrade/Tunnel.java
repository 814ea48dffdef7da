package dev.remora.gateway.upgrade;

import dev.remora.gateway.http1.ServiceConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Two connections of one event loop whose bytes go from one to the other as they are.
 *
 * <p>What is read of one is written to the other at once. As long as one does not take what it is
 * sent, the other is not read: no more than what a socket's write buffer may hold is in memory for
 * either direction. A side that ends ends that direction once all of it is through; when both have,
 * or one is gone, both are closed. So are they after a time in which nothing passed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody is told of the end of a connection.
public final class Tunnel {
  /** How Vert.x calls the last handler of its pipelines. */
  private static final String LAST = "handler";

  /** Told once, when both connections are closed. */
  public interface Observer {
    /** How many bytes came from the client, and went to it. */
    void ended(long received, long sent);
  }

  private final Half client;
  private final Half endpoint;
  private final long idleNanos;
  private final Observer observer;
  private Future<?> timer;
  private long last = System.nanoTime();
  private boolean ended;

  private Tunnel(Channel client, Channel endpoint, long idleNanos, Observer observer) {
    this.client = new Half(client);
    this.endpoint = new Half(endpoint);
    this.client.other = this.endpoint;
    this.endpoint.other = this.client;
    this.idleNanos = idleNanos;
    this.observer = observer;
  }

  /**
   * Makes one of two connections whose handlers of HTTP are gone, or about to go.
   *
   * @param idleNanos how long it stays open while nothing passes
   */
  public static Tunnel between(
      Channel client, Channel endpoint, long idleNanos, Observer observer) {
    Tunnel tunnel = new Tunnel(client, endpoint, idleNanos, observer);
    // What the endpoint has sent right behind its head comes as soon as the decoder is taken away.
    endpoint.pipeline().addBefore(LAST, null, tunnel.endpoint);
    ServiceConnection.letGo(endpoint);
    return tunnel;
  }

  /** Begins; the client has been told by now. */
  public void open() {
    client.channel.pipeline().addBefore(LAST, null, client);
    client.open();
    endpoint.open();
    if (!client.channel.isActive() || !endpoint.channel.isActive()) {
      close();
      return;
    }
    expire();
  }

  /** Ends both sides, whatever is on the way. */
  public void close() {
    client.channel.close();
    endpoint.channel.close();
    endedIfClosed();
  }

  private void expire() {
    long left = last + idleNanos - System.nanoTime();
    if (left <= 0) {
      close();
    } else {
      timer = client.channel.eventLoop().schedule(this::expire, left, TimeUnit.NANOSECONDS);
    }
  }

  private void endedIfClosed() {
    if (!ended && !client.channel.isActive() && !endpoint.channel.isActive()) {
      ended = true;
      if (timer != null) {
        timer.cancel(false);
      }
      client.release();
      endpoint.release();
      observer.ended(client.bytes, endpoint.bytes);
    }
  }

  /** What comes from one side. */
  private final class Half extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private Half other;
    private ChannelHandlerContext context;

    /** What has come before the other side was ready. */
    private ByteBuf early;

    private boolean open;
    private boolean inputEnded;
    private long bytes;

    Half(Channel channel) {
      this.channel = channel;
    }

    void open() {
      open = true;
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      if (early != null) {
        other.context.writeAndFlush(early);
        early = null;
      }
      if (inputEnded) {
        other.endOutput();
      }
      channel.config().setAutoRead(other.channel.isWritable());
    }

    void release() {
      if (early != null) {
        early.release();
        early = null;
      }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!(message instanceof ByteBuf piece)) {
        // Of HTTP, from before; the endpoint's empty body for one.
        ctx.fireChannelRead(message);
        return;
      }
      last = System.nanoTime();
      bytes += piece.readableBytes();
      if (!open) {
        early = early == null ? piece : Unpooled.wrappedBuffer(early, piece);
        channel.config().setAutoRead(false);
        return;
      }
      other.context.write(piece);
      if (!other.channel.isWritable()) {
        other.context.flush();
        channel.config().setAutoRead(other.channel.isWritable());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      if (open) {
        other.context.flush();
      } else {
        ctx.fireChannelReadComplete();
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (channel.isWritable() && open) {
        last = System.nanoTime();
        other.channel.config().setAutoRead(true);
      }
      ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
        endInput();
      } else {
        ctx.fireUserEventTriggered(event);
      }
    }

    private void endInput() {
      if (inputEnded) {
        return;
      }
      inputEnded = true;
      if (open) {
        other.endOutput();
      }
    }

    /** The other side has ended: once all of it is through, so does this direction. */
    private void endOutput() {
      if (inputEnded) {
        closeAfterWrites();
        other.closeAfterWrites();
        return;
      }
      context
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(
              written -> {
                SslHandler ssl = channel.pipeline().get(SslHandler.class);
                if (ssl != null) {
                  ssl.closeOutbound();
                } else if (channel instanceof DuplexChannel duplex) {
                  duplex.shutdownOutput();
                }
              });
    }

    private void closeAfterWrites() {
      if (channel.isActive() && context != null) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (open) {
        other.closeAfterWrites();
      }
      endedIfClosed();
      ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      channel.close();
    }
  }
}

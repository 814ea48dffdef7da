package dev.remora.gateway.http1;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** An HTTP/1 connection to an endpoint, which takes only responses that are beyond doubt. */
public final class ServiceConnection {
  private static final String CODEC = "codec";
  private static final AttributeKey<ResponseDecoder> KEY =
      AttributeKey.valueOf(ServiceConnection.class, "decoder");

  private ServiceConnection() {}

  /** What a connection of Vert.x is on. */
  public static Channel channel(HttpClientConnection connection) {
    var actual = ((UnpooledHttpClientConnection) connection).unwrap();
    return ((ConnectionBase) actual).channel();
  }

  /** Sets up a connection that was just made; those of other versions stay as they are. */
  public static void install(HttpClientConnection connection) {
    connection.exceptionHandler(failure -> {});
    Channel channel = channel(connection);
    if (channel.pipeline().get(CODEC) == null) {
      return;
    }
    SmallBuffers.of(channel);
    // An endpoint may answer and close before it has read all: what it has answered is read.
    channel.config().setAutoClose(false);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    ResponseDecoder decoder = new ResponseDecoder();
    channel.attr(KEY).set(decoder);
    channel
        .pipeline()
        .replace(CODEC, CODEC, new CombinedChannelDuplexHandler<>(decoder, new Encoder(decoder)));
    channel.pipeline().addAfter(CODEC, HeldReads.NAME, new HeldReads());
  }

  /**
   * Reads from the endpoint, or not for now: at once, while Vert.x goes on until some have
   * gathered. A connection of HTTP/2 is left alone, as others read from it too.
   */
  public static void read(HttpClientConnection connection, boolean on) {
    Channel channel = channel(connection);
    if (channel.attr(KEY).get() != null) {
      channel.config().setAutoRead(on);
    }
  }

  /** Holds nothing back any more: what comes now is of another protocol, which has its own ways. */
  public static void letGo(Channel channel) {
    if (channel.pipeline().get(HeldReads.NAME) != null) {
      channel.pipeline().remove(HeldReads.NAME);
    }
  }

  /** Whether it may take another request, as far as what has come on it tells. */
  public static boolean isReusable(HttpClientConnection connection) {
    Channel channel = channel(connection);
    ResponseDecoder decoder = channel.attr(KEY).get();
    boolean writable = !(channel instanceof DuplexChannel duplex && duplex.isOutputShutdown());
    return decoder == null || (writable && channel.isActive() && decoder.isReusable());
  }

  /**
   * Whether it was used before, and the endpoint has closed it instead of answering again.
   *
   * @param sent whether a request was sent on it
   */
  public static boolean isStale(HttpClientConnection connection, boolean sent) {
    ResponseDecoder decoder = channel(connection).attr(KEY).get();
    return decoder != null && decoder.isStale(sent);
  }

  private static final class Encoder extends HttpRequestEncoder {
    private final ResponseDecoder decoder;

    Encoder(ResponseDecoder decoder) {
      this.decoder = decoder;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof HttpRequest request) {
        decoder.sending(request);
      }
      super.write(ctx, message, promise);
    }
  }
}

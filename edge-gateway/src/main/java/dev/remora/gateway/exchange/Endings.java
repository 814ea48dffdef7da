package dev.remora.gateway.exchange;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends connections in the way that tells the other end the truth. */
public final class Endings {
  private Endings() {}

  /**
   * Cuts a connection with a TCP reset, so that nobody takes what came for complete, and nothing
   * waits for a client that takes nothing.
   */
  public static void reset(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.unsafe().close(channel.voidPromise());
  }

  /** As {@link #reset(Channel)}. */
  public static void reset(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      reset(base.channel());
    }
  }
}

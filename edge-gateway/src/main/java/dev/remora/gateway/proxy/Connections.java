package dev.remora.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandler;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;

/** The clients' connections of one event loop. */
final class Connections {
  private final ChannelGroup open;

  Connections(EventExecutor loop) {
    open = new DefaultChannelGroup(loop);
  }

  /** One was accepted. */
  void add(HttpConnection connection) {
    open.add(((ConnectionBase) connection).channel());
  }

  /**
   * Tells clients of HTTP/2 to go: streams that are open end as ever, and no other is begun (RFC
   * 9113, section 6.8). Those of HTTP/1.1 are told with their responses.
   */
  void goAway(Duration timeout) {
    for (Channel channel : open) {
      if (channel.pipeline().get(VertxHttp2ConnectionHandler.class) != null) {
        channel.pipeline().fireUserEventTriggered(new ShutdownEvent(timeout));
      }
    }
  }
}

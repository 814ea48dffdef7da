package dev.remora.gateway.http1;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Makes of an HTTP/1 connection of Vert.x one that takes only what is beyond doubt. */
public final class ServerPipeline {
  private static final String DECODER = "httpDecoder";

  private ServerPipeline() {}

  /** Sets up a connection that was just accepted; those of other versions stay as they are. */
  public static void install(HttpConnection connection, HeadLimits limits) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get(DECODER) == null) {
      return;
    }
    RequestDecoder decoder = new RequestDecoder(limits);
    pipeline.replace(DECODER, DECODER, decoder);
    pipeline.addFirst(new LingeringClose(() -> !decoder.isBetweenRequests()));
    connection.exceptionHandler(failure -> {});
  }
}

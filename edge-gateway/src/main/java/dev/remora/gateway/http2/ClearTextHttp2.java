package dev.remora.gateway.http2;

import dev.remora.gateway.config.ListenerConfig;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Handler;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.QueryParamDecoderConfig;
import io.vertx.core.http.impl.HttpServerRequestImpl;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.http.impl.http2.codec.Http2ServerConnectionImpl;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandler;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandlerBuilder;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.QueryParamDecoder;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Has a connection that was taken for one of HTTP/1.1 speak HTTP/2, as Vert.x has it where TLS
 * agrees on it. Vert.x's own way to do that without TLS can't be had without the upgrade from
 * HTTP/1.1, and reads the first request of HTTP/1.1 before anything can guard it.
 */
final class ClearTextHttp2 {
  private final ListenerConfig listener;
  private final Handler<HttpServerRequest> requests;

  ClearTextHttp2(ListenerConfig listener, Handler<HttpServerRequest> requests) {
    this.listener = listener;
    this.requests = requests;
  }

  /** Nothing was read from {@code connection} yet. */
  void take(Http1ServerConnection connection) {
    ChannelPipeline pipeline = connection.channel().pipeline();
    pipeline.remove("httpDecoder");
    pipeline.remove("httpEncoder");
    pipeline.replace(VertxHandler.class, "handler", handler(connection.context()));
  }

  private VertxHttp2ConnectionHandler<Http2ServerConnectionImpl> handler(ContextInternal context) {
    Http2ServerConfig config = new Http2ServerConfig();
    int resets = config.getRstFloodMaxRstFramePerWindow();
    int seconds = (int) config.getRstFloodWindowDuration().toSeconds();
    VertxHttp2ConnectionHandler<Http2ServerConnectionImpl> handler =
        new VertxHttp2ConnectionHandlerBuilder<Http2ServerConnectionImpl>()
            .server(true)
            .gracefulShutdownTimeoutMillis(0)
            .decoderEnforceMaxSmallContinuationFrames(config.getMaxSmallContinuationFrames())
            .decoderEnforceMaxRstFramesPerWindow(resets, seconds)
            .encoderEnforceMaxRstFramesPerWindow(resets, seconds)
            .initialSettings(Http2Connections.settings(listener))
            .connectionFactory(
                opened ->
                    new Http2ServerConnectionImpl(
                        context, context::duplicate, opened, null, null, null, null))
            .build();
    handler.addHandler(this::serve);
    return handler;
  }

  private void serve(Http2ServerConnectionImpl connection) {
    connection.setWindowSize(listener.http2().connectionWindow());
    connection.streamHandler(this::serve);
    Http2Guard.on(connection);
  }

  private void serve(HttpServerStream stream) {
    new HttpServerRequestImpl(
            requests,
            stream,
            stream.context(),
            false,
            HttpServerOptions.DEFAULT_MAX_FORM_ATTRIBUTE_SIZE,
            HttpServerOptions.DEFAULT_MAX_FORM_FIELDS,
            HttpServerOptions.DEFAULT_MAX_FORM_BUFFERED_SIZE,
            new QueryParamDecoder(new QueryParamDecoderConfig()),
            "http://" + listener.address() + ":" + listener.port())
        .init();
  }
}

package dev.remora.gateway.http2;

import dev.remora.gateway.listener.ListenerConfig;
import dev.remora.gateway.listener.Protocol;
import dev.remora.gateway.tls.Alpn;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.QueryParamDecoderConfig;
import io.vertx.core.http.impl.HttpServerRequestImpl;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.http.impl.http2.codec.Http2ServerConnectionImpl;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.QueryParamDecoder;
import io.vertx.core.net.impl.VertxHandler;
import java.util.List;

/**
 * Told of each connection to a listener before anything was read from it: has those speak HTTP/2
 * that agreed on it in TLS, or that begin with its preface where the listener allows that.
 *
 * <p>Vert.x can do both itself, but only together with the upgrade of HTTP/1.1 to HTTP/2, and
 * without a say in what its codec accepts. HTTP/1.1 is never upgraded here ({@code Upgrade: h2c},
 * which RFC 9113 has given up): such a request is one like any other, and its upgrade is not passed
 * on.
 */
public final class Http2Connections implements Handler<HttpConnection> {
  /** What Vert.x has put into a pipeline for HTTP/1.1. */
  private static final List<String> HTTP1 =
      List.of("httpDecoder", "httpEncoder", "webSocketExtensionHandler");

  private final ListenerConfig listener;
  private final Handler<HttpServerRequest> requests;
  private final Handler<HttpConnection> http1;
  private final QueryParamDecoder queries = new QueryParamDecoder(new QueryParamDecoderConfig());

  /**
   * What a listener does with its connections.
   *
   * @param requests takes all requests
   * @param http1 told of connections that turn out to speak HTTP/1.1, before anything is read
   */
  public Http2Connections(
      ListenerConfig listener, Handler<HttpServerRequest> requests, Handler<HttpConnection> http1) {
    this.listener = listener;
    this.requests = requests;
    this.http1 = http1;
  }

  @Override
  public void handle(HttpConnection connection) {
    Http1ServerConnection opened = (Http1ServerConnection) connection;
    ChannelPipeline pipeline = opened.channel().pipeline();
    if (Alpn.isHttp2(pipeline)) {
      speakHttp2(opened);
    } else if (listener.speaks(Protocol.H2C)) {
      pipeline.addFirst(
          new PrefaceDetector(
              () -> speakHttp2(opened),
              listener.speaks(Protocol.H1) ? () -> http1.handle(connection) : null));
    } else if (listener.tls() != null && !listener.tls().alpn().contains(HttpVersion.HTTP_1_1)) {
      connection.close();
    } else {
      http1.handle(connection);
    }
  }

  private void speakHttp2(Http1ServerConnection connection) {
    ChannelPipeline pipeline = connection.channel().pipeline();
    for (String name : HTTP1) {
      if (pipeline.get(name) != null) {
        pipeline.remove(name);
      }
    }
    ContextInternal context = connection.context();
    VertxHttp2ConnectionHandler<Http2ServerConnectionImpl> handler =
        new ServerCodecBuilder(listener.http2(), context).build();
    handler.addHandler(this::serve);
    pipeline.replace(VertxHandler.class, "handler", handler);
  }

  private void serve(Http2ServerConnectionImpl connection) {
    connection.setWindowSize(listener.http2().connectionWindow());
    connection.streamHandler(this::serve);
    ((ServerCodec) connection.channelHandlerContext().handler()).guard(connection);
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
            queries,
            listener.tls() == null ? "http://" : "https://")
        .init();
  }
}

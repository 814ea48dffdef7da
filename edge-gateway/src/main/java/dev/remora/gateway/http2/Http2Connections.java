package dev.remora.gateway.http2;

import dev.remora.gateway.config.ListenerConfig;
import dev.remora.gateway.config.Protocol;
import io.vertx.core.Handler;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.http.impl.http2.codec.Http2ServerConnectionImpl;

/**
 * Told of each connection to a listener: guards those that speak HTTP/2, and finds out which do so
 * without TLS where the listener allows that.
 *
 * <p>HTTP/1.1 is never upgraded to HTTP/2 ({@code Upgrade: h2c}, which RFC 9113 has given up): such
 * a request is one of HTTP/1.1 like any other, and its upgrade is not passed on.
 */
public final class Http2Connections implements Handler<HttpConnection> {
  private final ListenerConfig listener;
  private final Handler<HttpServerRequest> requests;
  private final Handler<HttpConnection> http1;

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

  /** Sets up what the server itself has to know. */
  public static void configure(HttpServerOptions options, ListenerConfig listener) {
    options
        .setHttp2ClearTextEnabled(false)
        .setInitialSettings(settings(listener))
        .setHttp2ConnectionWindowSize(listener.http2().connectionWindow());
  }

  static Http2Settings settings(ListenerConfig listener) {
    return new Http2Settings()
        .setMaxConcurrentStreams(listener.http2().maxConcurrentStreams())
        .setInitialWindowSize(listener.http2().streamWindow())
        .setMaxHeaderListSize(Http2Guard.MAX_HEADER_LIST);
  }

  @Override
  public void handle(HttpConnection connection) {
    if (connection instanceof Http2ServerConnectionImpl http2) {
      Http2Guard.on(http2);
    } else if (listener.speaks(Protocol.H2C)) {
      Http1ServerConnection opened = (Http1ServerConnection) connection;
      opened
          .channel()
          .pipeline()
          .addFirst(
              new PrefaceDetector(
                  () -> new ClearTextHttp2(listener, requests).take(opened),
                  listener.speaks(Protocol.H1) ? () -> http1.handle(connection) : null));
    } else {
      http1.handle(connection);
    }
  }
}

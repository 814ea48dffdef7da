package dev.remora.gateway.proxy;

import dev.remora.core.Mesh;
import dev.remora.gateway.http1.ServiceConnection;
import dev.remora.gateway.tls.ClientTls;
import dev.remora.gateway.tls.UpstreamTls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The connections of one event loop to all endpoints. The loop of a client's connection is also
 * that of the connections it is forwarded on, so that nothing changes threads.
 */
final class Origins {
  /**
   * How long a connection waits for its next request: less than the 60 s after which most servers
   * close theirs (nginx keepalive_timeout 75 s, Tomcat 60 s), or a request meets one that is just
   * being closed.
   */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long SWEEP_MILLIS = 1_000;

  private final Vertx vertx;
  private final UpstreamTls tls;
  private final UpstreamProtocols protocols;
  private final HttpClientAgent client;
  private final HttpClientAgent http2;
  private final Map<Key, Origin> origins = new HashMap<>();
  private final Map<Key, SharedOrigin> shared = new HashMap<>();
  private Mirrors mirrors;

  Origins(Vertx vertx, UpstreamTls tls, UpstreamProtocols protocols) {
    this.vertx = vertx;
    this.tls = tls;
    this.protocols = protocols;
    this.http2 = vertx.createHttpClient(SharedOrigin.options());
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setKeepAlive(true)
            .setPipelining(false)
            .setDecompressionSupported(false)
            .setTcpNoDelay(true)
            // The JDK itself names no host without a dot, as services are called.
            .setForceSni(true)
            .setMaxHeaderSize(64 << 10);
    this.client = vertx.createHttpClient(options);
    vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
  }

  /** Copies of requests, which have connections of their own. */
  Mirrors mirrors(Mesh mesh) {
    if (mirrors == null) {
      mirrors = new Mirrors(mesh, new Origins(vertx, tls, protocols));
    }
    return mirrors;
  }

  /** TLS to the endpoints of {@code service}; null: they are called without. */
  ClientTls tls(String service) {
    return tls.of(service);
  }

  /**
   * A connection to an endpoint, in use from then on.
   *
   * @param service what the endpoint is one of, in the registry's words
   */
  Future<HttpClientConnection> connect(Key to, String service, long timeoutMillis) {
    if (protocols.isHttp2(service)) {
      return shared(to, service, timeoutMillis);
    }
    HttpClientConnection idle = origin(to).take();
    return idle == null ? connectAnew(to, service, timeoutMillis) : Future.succeededFuture(idle);
  }

  /** As {@link #connect}, but one that nobody has used before. */
  Future<HttpClientConnection> connectAnew(Key to, String service, long timeoutMillis) {
    return protocols.isHttp2(service)
        ? shared(to, service, timeoutMillis)
        : connect(client, origin(to), options(to, service, false), timeoutMillis);
  }

  private Future<HttpClientConnection> shared(Key to, String service, long timeoutMillis) {
    return shared
        .computeIfAbsent(to, key -> new SharedOrigin())
        .connect(() -> connect(http2, null, options(to, service, true), timeoutMillis));
  }

  private static HttpConnectOptions options(Key to, String service, boolean http2) {
    HttpConnectOptions options =
        new HttpConnectOptions()
            .setServer(SocketAddress.inetSocketAddress(to.place))
            .setHost(to.place.getAddress().getHostAddress())
            .setPort(to.place.getPort());
    if (to.tls != null) {
      to.tls.apply(options, service, http2);
    }
    return options;
  }

  /** Vert.x heeds no time-out of a single connection; one that comes too late waits for others. */
  private Future<HttpClientConnection> connect(
      HttpClientAgent by, Origin origin, HttpConnectOptions options, long timeoutMillis) {
    Promise<HttpClientConnection> connected = Promise.promise();
    long timer =
        vertx.setTimer(timeoutMillis, over -> connected.tryFail(new TimeoutException("connect")));
    connecting(by, options)
        .onComplete(
            connection -> {
              vertx.cancelTimer(timer);
              ServiceConnection.install(connection);
              if (origin != null) {
                connection.closeHandler(close -> origin.closed(connection));
              }
              if (connected.tryComplete(connection)) {
                return;
              }
              if (origin == null) {
                connection.close();
              } else {
                origin.give(connection, System.nanoTime());
              }
            },
            failure -> {
              vertx.cancelTimer(timer);
              connected.tryFail(failure);
            });
    return connected.future();
  }

  private static Future<HttpClientConnection> connecting(
      HttpClientAgent by, HttpConnectOptions options) {
    try {
      return by.connect(options);
    } catch (IllegalStateException e) {
      // The gateway ends.
      return Future.failedFuture(e);
    }
  }

  /** Hands back a connection that may take another request. */
  void release(HttpClientConnection connection, Key to) {
    if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      // It was never taken out: others use it as well.
      return;
    }
    origin(to).give(connection, System.nanoTime());
  }

  private Origin origin(Key of) {
    return origins.computeIfAbsent(of, key -> new Origin());
  }

  private void sweep() {
    long now = System.nanoTime();
    origins.values().removeIf(origin -> !origin.closeOlder(IDLE_NANOS, now));
    shared.values().removeIf(origin -> !origin.closeOlder(IDLE_NANOS, now));
  }

  /** Runs {@code task} on this loop after {@code millis}, at least 1; what cancels it. */
  long after(long millis, Runnable task) {
    return vertx.setTimer(millis, timer -> task.run());
  }

  /** Cancels what {@link #after} was told. */
  void cancel(long timer) {
    vertx.cancelTimer(timer);
  }

  /**
   * What connections that may stand in for each other have in common.
   *
   * @param tls null: without
   */
  record Key(InetSocketAddress place, ClientTls tls) {
    Key(InetAddress address, int port, ClientTls tls) {
      this(new InetSocketAddress(address, port), tls);
    }
  }
}

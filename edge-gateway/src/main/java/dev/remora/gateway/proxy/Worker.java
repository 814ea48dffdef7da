package dev.remora.gateway.proxy;

import dev.remora.core.Mesh;
import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.http1.ClientConnections;
import dev.remora.gateway.http1.ConnectionCounts;
import dev.remora.gateway.http1.ConnectionLimits;
import dev.remora.gateway.http2.Http2Connections;
import dev.remora.gateway.listener.ListenerConfig;
import dev.remora.gateway.listener.TlsListeners;
import dev.remora.gateway.route.RouteTable;
import dev.remora.gateway.tls.ListenerTls;
import dev.remora.gateway.tls.UpstreamTls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One event loop of the gateway: its share of the clients' connections, and all that comes of it.
 */
public final class Worker extends VerticleBase {
  private final Mesh mesh;
  private final List<ListenerConfig> listeners;
  private final TlsListeners tls;
  private final UpstreamTls upstreamTls;
  private final UpstreamProtocols upstreamProtocols;
  private final List<Cidr> trustedProxies;
  private final ConnectionCounts counts;
  private final Supplier<ConnectionLimits> limits;
  private final Supplier<RouteTable> routes;
  private final ExchangeObserver observer;
  private final BooleanSupplier closing;
  private Connections open;
  private final List<HttpServer> servers = new ArrayList<>();

  /** A worker that listens where all of them do. */
  public Worker(
      Mesh mesh,
      List<ListenerConfig> listeners,
      TlsListeners tls,
      UpstreamTls upstreamTls,
      UpstreamProtocols upstreamProtocols,
      List<Cidr> trustedProxies,
      ConnectionCounts counts,
      Supplier<ConnectionLimits> limits,
      Supplier<RouteTable> routes,
      ExchangeObserver observer,
      BooleanSupplier closing) {
    this.mesh = mesh;
    this.listeners = listeners;
    this.tls = tls;
    this.upstreamTls = upstreamTls;
    this.upstreamProtocols = upstreamProtocols;
    this.trustedProxies = trustedProxies;
    this.counts = counts;
    this.limits = limits;
    this.routes = routes;
    this.observer = observer;
    this.closing = closing;
  }

  @Override
  public Future<?> start() {
    open = new Connections(((ContextInternal) context).nettyEventLoop());
    observer.started(vertx);
    Origins origins = new Origins(vertx, upstreamTls, upstreamProtocols);
    ClientConnections connections = new ClientConnections(vertx, counts, trustedProxies, limits);
    Clients clients = new Clients(trustedProxies);
    List<Future<HttpServer>> listening = new ArrayList<>();
    for (int i = 0; i < listeners.size(); i++) {
      ListenerTls secured = tls.of(i);
      Entrance entrance = new Entrance(mesh, origins, routes, clients, secured, observer, closing);
      Http2Connections protocols =
          new Http2Connections(listeners.get(i), entrance::accept, connections::serve);
      HttpServer server =
          vertx
              .createHttpServer(options(listeners.get(i), secured))
              .connectionHandler(
                  connection -> {
                    open.add(connection);
                    observer.connected(((ConnectionBase) connection).channel());
                    if (connections.admit(connection)) {
                      protocols.handle(connection);
                    }
                  })
              .requestHandler(entrance::accept)
              .invalidRequestHandler(entrance::accept);
      servers.add(server);
      String place = listeners.get(i).address() + ":" + listeners.get(i).port();
      listening.add(
          server
              .listen()
              .onSuccess(listens -> follow(secured, listens))
              .recover(failure -> Future.failedFuture(cannotListen(place, failure))));
    }
    return Future.all(listening);
  }

  private static IllegalStateException cannotListen(String place, Throwable failure) {
    return new IllegalStateException(
        "can't listen on " + place + ": " + failure.getMessage(), failure);
  }

  private static void follow(ListenerTls tls, HttpServer server) {
    if (tls != null) {
      tls.follow(server);
    }
  }

  private static HttpServerOptions options(ListenerConfig listener, ListenerTls tls) {
    HttpServerOptions options = options(listener);
    return tls == null ? options : tls.apply(options);
  }

  private static HttpServerOptions options(ListenerConfig listener) {
    return new HttpServerOptions()
        .setHost(listener.address())
        .setPort(listener.port())
        .setTcpNoDelay(true)
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(false);
  }

  /** Tells clients of HTTP/2 to go, and closes on those that have not after {@code timeout}. */
  public void goAway(Duration timeout) {
    context.runOnContext(now -> open.goAway(timeout));
  }

  /** The ports that it listens on, in the order of the listeners. */
  public List<Integer> ports() {
    return servers.stream().map(HttpServer::actualPort).toList();
  }
}

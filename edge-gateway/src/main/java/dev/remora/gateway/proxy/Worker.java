package dev.remora.gateway.proxy;

import dev.remora.core.Mesh;
import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.config.ListenerConfig;
import dev.remora.gateway.http1.HeadLimits;
import dev.remora.gateway.http1.ServerPipeline;
import dev.remora.gateway.http2.Http2Connections;
import dev.remora.gateway.route.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One event loop of the gateway: its share of the clients' connections, and all that comes of it.
 */
public final class Worker extends VerticleBase {
  private static final HeadLimits HEAD = new HeadLimits(8 << 10, 32 << 10, 100);

  private final Mesh mesh;
  private final List<ListenerConfig> listeners;
  private final List<Cidr> trustedProxies;
  private final Supplier<RouteTable> routes;
  private final ExchangeObserver observer;
  private final List<HttpServer> servers = new ArrayList<>();

  /** A worker that listens where all of them do. */
  public Worker(
      Mesh mesh,
      List<ListenerConfig> listeners,
      List<Cidr> trustedProxies,
      Supplier<RouteTable> routes,
      ExchangeObserver observer) {
    this.mesh = mesh;
    this.listeners = listeners;
    this.trustedProxies = trustedProxies;
    this.routes = routes;
    this.observer = observer;
  }

  @Override
  public Future<?> start() {
    Entrance entrance =
        new Entrance(mesh, new Origins(vertx), routes, new Clients(trustedProxies), observer);
    List<Future<HttpServer>> listening = new ArrayList<>();
    for (ListenerConfig listener : listeners) {
      HttpServer server =
          vertx
              .createHttpServer(options(listener))
              .connectionHandler(
                  new Http2Connections(
                      listener,
                      entrance::accept,
                      connection -> ServerPipeline.install(connection, HEAD)))
              .requestHandler(entrance::accept)
              .invalidRequestHandler(entrance::accept);
      servers.add(server);
      listening.add(server.listen());
    }
    return Future.all(listening);
  }

  private static HttpServerOptions options(ListenerConfig listener) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(listener.address())
            .setPort(listener.port())
            .setTcpNoDelay(true)
            .setHandle100ContinueAutomatically(false);
    Http2Connections.configure(options, listener);
    return options;
  }

  /** The ports that it listens on, in the order of the listeners. */
  public List<Integer> ports() {
    return servers.stream().map(HttpServer::actualPort).toList();
  }
}

package dev.remora.gateway;

import dev.remora.core.Mesh;
import dev.remora.core.log.Log;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.filter.Parts;
import dev.remora.gateway.http1.ConnectionCounts;
import dev.remora.gateway.proxy.Worker;
import dev.remora.gateway.route.RouteTable;
import dev.remora.gateway.tls.TlsListeners;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A gateway that runs: the mesh, the event loops, and the settings that are in use. */
final class Gateway implements AutoCloseable {
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 30;

  private final Mesh mesh;
  private final Vertx vertx;
  private final Parts parts;
  private final List<Worker> workers = Collections.synchronizedList(new ArrayList<>());
  private final ConnectionCounts counts = new ConnectionCounts();
  private TlsListeners tls;
  private volatile GatewayConfig config;
  private volatile RouteTable routes;

  private Gateway(GatewayConfig config, Mesh mesh, Vertx vertx, Log log) {
    this.config = config;
    this.mesh = mesh;
    this.vertx = vertx;
    this.parts = new Parts(mesh, vertx, log);
    this.routes = RouteTable.of(config.routes(), parts);
  }

  /**
   * Starts a gateway; it listens when this returns.
   *
   * @throws IllegalStateException if it can't listen, in one line
   */
  static Gateway start(GatewayConfig config, Log log) {
    int loops = config.eventLoops();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    Mesh mesh = Mesh.start(config.mesh(), log);
    Gateway gateway = new Gateway(config, mesh, vertx, log);
    try {
      gateway.watch();
      gateway.tls = TlsListeners.open(config.listeners(), vertx, log);
      gateway.listen(loops);
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
    return gateway;
  }

  private void listen(int loops) {
    DeploymentOptions options = new DeploymentOptions().setInstances(loops);
    try {
      vertx
          .deployVerticle(this::worker, options)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("can't listen: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Worker worker() {
    Worker worker =
        new Worker(
            mesh,
            config.listeners(),
            tls,
            config.trustedProxies(),
            counts,
            () -> config.limits(),
            () -> routes,
            exchange -> {});
    workers.add(worker);
    return worker;
  }

  /** Has the registry asked for all services that routes lead to, before they are called. */
  private void watch() {
    for (Route route : routes.routes()) {
      for (Route.Backend backend : route.backends()) {
        mesh.watch(backend.service());
      }
    }
  }

  /** Takes over settings: routes at once, and of the mesh what it can take over. */
  void reload(GatewayConfig next) {
    tls.reload(next.listeners());
    mesh.reload(next.mesh());
    routes = RouteTable.of(next.routes(), parts);
    config = next;
    watch();
  }

  /** Whether the endpoints of {@code service} are known. */
  boolean knows(String service) {
    return mesh.watch(service);
  }

  /** The ports that it listens on, in the order of the listeners. */
  List<Integer> ports() {
    return workers.get(0).ports();
  }

  /** Takes no more requests, waits for those under way, and ends. */
  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The process ends anyway; what is left has no one to tell.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts.close();
    mesh.close();
  }
}

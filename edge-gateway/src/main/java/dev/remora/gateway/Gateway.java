package dev.remora.gateway;

import dev.remora.core.Mesh;
import dev.remora.core.log.Log;
import dev.remora.gateway.admin.AdminServer;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.http1.ConnectionCounts;
import dev.remora.gateway.life.Drain;
import dev.remora.gateway.life.Readiness;
import dev.remora.gateway.life.Reloads;
import dev.remora.gateway.listener.TlsListeners;
import dev.remora.gateway.metrics.Metrics;
import dev.remora.gateway.plan.Parts;
import dev.remora.gateway.proxy.UpstreamProtocols;
import dev.remora.gateway.proxy.Worker;
import dev.remora.gateway.route.RouteTable;
import dev.remora.gateway.telemetry.Observation;
import dev.remora.gateway.telemetry.RecentErrors;
import dev.remora.gateway.tls.UpstreamTls;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A gateway that runs: the mesh, the event loops, and the settings that are in use. */
final class Gateway implements AutoCloseable {
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 30;

  private final GatewayConfig started;
  private final Log log;
  private final Mesh mesh;
  private final Vertx vertx;
  private final Parts parts;
  private final Observation observation;
  private final Readiness readiness;
  private final Reloads reloads;
  private final Drain drain;
  private final List<Worker> workers = Collections.synchronizedList(new ArrayList<>());
  private final ConnectionCounts counts = new ConnectionCounts();
  private final AdminServer admin;
  private TlsListeners tls;
  private final UpstreamProtocols upstreamProtocols;
  private UpstreamTls upstreamTls;
  private volatile GatewayConfig config;
  private volatile RouteTable routes;
  private volatile ConfigSource source;

  private Gateway(GatewayConfig config, Mesh mesh, Vertx vertx, Log log) {
    this.upstreamProtocols = new UpstreamProtocols(config.upstreamProtocols());
    this.started = config;
    this.config = config;
    this.log = log;
    this.mesh = mesh;
    this.vertx = vertx;
    this.parts = new Parts(mesh, vertx, log);
    this.observation = new Observation(mesh, config.mesh(), log);
    this.routes = RouteTable.of(config.routes(), parts);
    this.readiness = new Readiness(mesh, this::services);
    this.reloads = new Reloads(config.label());
    this.drain =
        new Drain(
            readiness,
            () -> observation.metrics().begun(),
            () -> observation.metrics().active(),
            this::goAway);
    this.admin =
        config.admin().enabled()
            ? AdminResources.mount(new AdminServer(config.admin(), log), this)
            : null;
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
      gateway.observation.configure(config.accessLog());
      gateway.watch();
      gateway.tls = TlsListeners.open(config.listeners(), vertx, log);
      gateway.upstreamTls = UpstreamTls.open(config.upstreamTls(), vertx, log);
      gateway.listen(loops);
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
    return gateway;
  }

  private void listen(int loops) {
    DeploymentOptions options = new DeploymentOptions().setInstances(loops);
    Future<?> clients = vertx.deployVerticle(this::worker, options);
    try {
      (admin == null ? clients : clients.compose(deployed -> vertx.deployVerticle(admin)))
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IllegalStateException told
          ? told
          : new IllegalStateException("can't listen: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("can't listen: it takes too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    readiness.listening();
  }

  private Worker worker() {
    Worker worker =
        new Worker(
            mesh,
            config.listeners(),
            tls,
            upstreamTls,
            upstreamProtocols,
            config.trustedProxies(),
            counts,
            () -> config.limits(),
            () -> routes,
            observation.loop(),
            drain::isDraining);
    workers.add(worker);
    return worker;
  }

  /** Has the registry asked for all services that routes lead to, before they are called. */
  private void watch() {
    for (String service : services()) {
      mesh.watch(service);
    }
  }

  /** The services that routes lead to. */
  Collection<String> services() {
    Set<String> services = new LinkedHashSet<>();
    for (Route route : routes.routes()) {
      for (Route.Backend backend : route.backends()) {
        services.add(backend.service());
      }
    }
    return services;
  }

  /** Takes over whatever good {@code from} holds instead of {@code content}, from now on. */
  void follow(ConfigSource from, byte[] content) {
    source = from;
    from.follow(content, new ConfigTaker(from.place(), reloads, this::reload), log);
  }

  /**
   * Takes over settings: routes at once, and of the mesh what it can take over. A request under way
   * goes on with the table that it began with.
   *
   * @return the keys that differ from those of the start and need another
   */
  List<String> reload(GatewayConfig next) {
    RouteTable table = RouteTable.of(next.routes(), parts);
    observation.configure(next.accessLog());
    tls.reload(next.listeners());
    upstreamTls.reload(next.upstreamTls());
    upstreamProtocols.reload(next.upstreamProtocols());
    mesh.reload(next.mesh());
    routes = table;
    config = next;
    watch();
    List<String> pending = started.needRestart(next);
    for (String key : pending) {
      log.warn(next.label() + ": " + key + " has changed and takes effect after a restart");
    }
    return pending;
  }

  /** Whether the endpoints of {@code service} are known. */
  boolean knows(String service) {
    return mesh.watch(service);
  }

  /** The ports that it listens on, in the order of the listeners. */
  List<Integer> ports() {
    return workers.get(0).ports();
  }

  /** Where it listens, {@code address:port}. */
  Collection<String> addresses() {
    List<String> addresses = new ArrayList<>();
    List<Integer> ports = ports();
    for (int i = 0; i < ports.size(); i++) {
      addresses.add(started.listeners().get(i).address() + ":" + ports.get(i));
    }
    return addresses;
  }

  /** The admin server; null: there is none. */
  AdminServer admin() {
    return admin;
  }

  Mesh mesh() {
    return mesh;
  }

  Readiness readiness() {
    return readiness;
  }

  Reloads reloads() {
    return reloads;
  }

  RouteTable routes() {
    return routes;
  }

  GatewayConfig config() {
    return config;
  }

  /** What reads its settings again; null: nothing does. */
  ConfigSource source() {
    return source;
  }

  /** What is counted. */
  Metrics metrics() {
    return observation.metrics();
  }

  /** The requests that failed last. */
  RecentErrors errors() {
    return observation.errors();
  }

  private void goAway() {
    for (Worker worker : workers) {
      worker.goAway(config.drainTimeout());
    }
  }

  /** What ends it without a loss. */
  Drain drain() {
    return drain;
  }

  /**
   * Takes it out of the registry and tells clients to go elsewhere; returns when nothing is under
   * way any more, or {@code drain-timeout} is over.
   *
   * @return how many requests are under way still
   */
  long drainAndWait() throws InterruptedException {
    drain.begin();
    mesh.leave();
    return drain.await(config.mesh().drain(), config.drainTimeout());
  }

  /** Ends it at once, whatever is under way; see {@link #drainAndWait}. */
  @Override
  public void close() {
    readiness.draining();
    ConfigSource following = source;
    if (following != null) {
      following.close();
    }
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The process ends anyway; what is left has no one to tell.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    observation.close();
    parts.close();
    mesh.close();
  }
}

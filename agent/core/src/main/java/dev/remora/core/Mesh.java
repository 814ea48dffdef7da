package dev.remora.core;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.Config;
import dev.remora.core.config.ConfigException;
import dev.remora.core.config.ConfigFile;
import dev.remora.core.config.FileWatch;
import dev.remora.core.config.Listening;
import dev.remora.core.config.RegistryUri;
import dev.remora.core.discovery.CompositeRegistry;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registries;
import dev.remora.core.discovery.RegistryHealth;
import dev.remora.core.log.Log;
import dev.remora.core.resilience.CallOverride;
import dev.remora.core.resilience.Chance;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.Exclusions;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.routing.Snapshot;
import dev.remora.core.security.Credential;
import dev.remora.core.security.SecuredCluster;
import dev.remora.core.security.Tokens;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.core.telemetry.MeshReadings;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.core.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The whole of it behind a few methods: which requests go where. Used by the agent and the gateway
 * alike.
 *
 * <p>Everything but {@link #route} runs on daemon threads whose names begin with {@code remora-}:
 * one for all that is periodic, one for DNS if an endpoint's address is a name, and that of the
 * registry's connections.
 */
public final class Mesh implements AutoCloseable {
  /** How exactly ejections end; an ejected endpoint has been out for 30 s. */
  private static final long SWEEP_MILLIS = 500;

  private final Log log;
  private final Scheduler scheduler;
  private final Tokens tokens;
  private final Directory<SecuredCluster> directory;
  private final ConfigFile file;

  private final Config started;
  private final Ticker ticker;
  private final Executor background;

  private volatile boolean enabled;
  private volatile Config config;

  /** Null: nobody records anything. */
  private volatile Telemetry telemetry;

  // Guarded by this.
  private boolean booted;
  private boolean closed;
  private boolean left;
  private CompositeRegistry registry;

  private Mesh(Config config, Log log, Ticker ticker) {
    this.ticker = ticker;
    this.started = config;
    this.config = config;
    this.log = log;
    this.scheduler = new Scheduler(log);
    this.background =
        new Executor() {
          @Override
          public void execute(Runnable task) {
            scheduler.execute(task);
          }
        };
    this.tokens = new Tokens(scheduler, ticker, log, config.firstCallTimeout().toNanos());
    this.directory =
        new Directory<>(
            new Directory.Clusters<SecuredCluster>() {
              @Override
              public SecuredCluster create(String service) {
                return Mesh.this.create(service);
              }
            },
            new Exclusions(config.exclude()),
            config.firstCallTimeout().toNanos(),
            log);
    this.file = config.file() == null ? null : new ConfigFile(config, log, new Reload());
  }

  /**
   * Starts a mesh. Returns at once: the registry is reached later, on another thread, and its
   * absence is no error.
   */
  public static Mesh start(Config config, Log log) {
    return start(config, log, Ticker.SYSTEM);
  }

  /** As {@link #start(Config, Log)}, for a test with a time of its own for all but the registry. */
  static Mesh start(Config config, Log log, Ticker ticker) {
    final Mesh mesh = new Mesh(config, log, ticker);
    mesh.setEnabled(config.enabled());
    if (mesh.file != null) {
      mesh.scheduler.every(
          FileWatch.POLL_MILLIS,
          new Runnable() {
            @Override
            public void run() {
              mesh.file.poll();
            }
          });
    }
    mesh.scheduler.every(
        SWEEP_MILLIS,
        new Runnable() {
          @Override
          public void run() {
            mesh.sweep();
          }
        });
    return mesh;
  }

  private SecuredCluster create(String service) {
    return new SecuredCluster(
        service, config.service(service), background, Chance.RANDOM, ticker, tokens);
  }

  private void sweep() {
    long now = ticker.nanos();
    for (SecuredCluster cluster : directory.all()) {
      cluster.sweep(now);
    }
  }

  /**
   * Where a request to {@code host} goes.
   *
   * @param host as the application wrote it, without port; null is not ours
   * @return the call, placed on its first endpoint; null if the host is not a service, or one that
   *     has no endpoint: leave the request alone
   */
  public MeshCall route(String host) {
    return route(host, null);
  }

  /**
   * As {@link #route(String)}, for a request that is known and whose end will be told.
   *
   * @param request null: it is not known, and nothing will be told
   */
  public MeshCall route(String host, RequestInfo request) {
    return route(host, request, null);
  }

  /**
   * As {@link #route(String, RequestInfo)}, for a request for which something is other than the
   * service's settings say.
   *
   * @param override null: nothing is
   */
  public MeshCall route(String host, RequestInfo request, CallOverride override) {
    if (!enabled || host == null) {
      return null;
    }
    SecuredCluster cluster = directory.find(host);
    if (cluster == null) {
      return null;
    }
    long now = ticker.nanos();
    Credential credential = cluster.credential(request, now);
    if (credential != null && credential.hasWaited()) {
      now = ticker.nanos();
    }
    return MeshCall.begin(cluster, host, request, override, credential, ticker, telemetry, now);
  }

  /**
   * Has the endpoints of {@code service} watched before it is called.
   *
   * @return whether they are known
   */
  public boolean watch(String service) {
    SecuredCluster cluster = directory.find(service);
    return cluster != null && cluster.snapshot() != null;
  }

  /**
   * Takes note of a request that came in; what serves it has to tell its end, and meanwhile has the
   * answer's context as that of the calls it makes.
   *
   * @return null: nobody records it or uses its token, and there is nothing to be told
   */
  public ObservedRequest received(InboundRequest request) {
    Telemetry recorder = telemetry;
    if (!enabled) {
      return null;
    }
    ObservedRequest observed = recorder == null ? null : recorder.received(request);
    if (observed != null) {
      return observed;
    }
    String token = request.token();
    return token == null ? null : new UnrecordedRequest(token);
  }

  /** What the mesh counts by itself, read as it is at each moment. */
  public MeshReadings readings() {
    return new Readings(this, directory);
  }

  /** For the time-outs of those that belong to the mesh; not to be shut down. */
  public ScheduledExecutorService timer() {
    return scheduler.timer();
  }

  /** Has calls that begin from now on recorded; null: by nobody. */
  public void observe(Telemetry recorder) {
    telemetry = recorder;
  }

  /** Routes requests, or lets all of them pass untouched. */
  public synchronized void setEnabled(boolean on) {
    enabled = on && !closed;
    if (enabled && !booted) {
      booted = true;
      scheduler.execute(
          new Runnable() {
            @Override
            public void run() {
              boot();
            }
          });
    }
  }

  private void boot() {
    CompositeRegistry opened;
    try {
      opened = Registries.open(started, log, scheduler);
    } catch (ConfigException e) {
      log.error(e.getMessage());
      directory.unavailable(e.getMessage());
      return;
    } catch (RuntimeException | LinkageError e) {
      directory.unavailable("a fault of the agent's own");
      throw e;
    }
    synchronized (this) {
      registry = opened;
      if (closed) {
        opened.close();
        return;
      }
    }
    directory.follow(opened);
    List<Registration> registrations = new ArrayList<>();
    for (Listening listening : started.register()) {
      registrations.add(registration(listening));
    }
    synchronized (this) {
      if (!left) {
        for (Registration registration : registrations) {
          opened.register(registration);
        }
      }
    }
  }

  private Registration registration(Listening listening) {
    String address = listening.address();
    return new Registration(
        listening.service(),
        Endpoint.at(address == null ? ownAddress() : address, listening.port()).build());
  }

  /** As the first registry that takes registrations sees this process. */
  private String ownAddress() {
    for (RegistryUri registry : started.registries()) {
      if (registry.takesRegistrations()) {
        return registry.isRemote()
            ? LocalAddress.towards(registry.host(), registry.port())
            // A folder is shared by the processes of one machine.
            : "127.0.0.1";
      }
    }
    return "127.0.0.1";
  }

  /**
   * Takes over those settings of {@code next} that need no restart: {@code enabled}, {@code
   * exclude}, {@code first-call-timeout}, {@code zone}, {@code log} and {@code services}.
   */
  public synchronized void reload(Config next) {
    Config before = config;
    config = next;
    if (next.log() != before.log()) {
      log.setLevel(next.log());
    }
    directory.setFirstCallNanos(next.firstCallTimeout().toNanos());
    tokens.setFirstCallNanos(next.firstCallTimeout().toNanos());
    if (!next.exclude().equals(before.exclude())) {
      directory.exclude(new Exclusions(next.exclude()));
    }
    for (SecuredCluster cluster : directory.all()) {
      cluster.configure(next.service(cluster.service()), ticker.nanos());
    }
    tokens.retain(directory.all());
    // Only a change counts, so that an edit elsewhere in the file doesn't undo a setEnabled.
    if (next.enabled() != before.enabled()) {
      setEnabled(next.enabled());
    }
  }

  /** What the mesh knows and has done so far. */
  public MeshStatus status() {
    long now = ticker.nanos();
    List<MeshStatus.Service> services = new ArrayList<>();
    for (SecuredCluster cluster : directory.clusters().values()) {
      services.add(status(cluster, now));
    }
    Telemetry recorder = telemetry;
    return new MeshStatus(
        enabled,
        registries(),
        config.file(),
        file == null ? null : file.problem(),
        recorder == null ? null : recorder.describe(),
        services);
  }

  List<MeshStatus.Registry> registries() {
    CompositeRegistry open;
    synchronized (this) {
      open = registry;
    }
    List<MeshStatus.Registry> registries = new ArrayList<>();
    if (open != null) {
      for (RegistryHealth health : open.health()) {
        registries.add(
            new MeshStatus.Registry(
                health.registry(),
                MeshStatus.RegistryState.valueOf(health.state().name()),
                health.reason(),
                health.lastAnswerNanos()));
      }
      return registries;
    }
    // Not opened yet, or its settings can't be used.
    String outage = directory.outage();
    MeshStatus.RegistryState state =
        outage == null ? MeshStatus.RegistryState.STARTING : MeshStatus.RegistryState.DOWN;
    for (RegistryUri uri : started.registries()) {
      registries.add(new MeshStatus.Registry(uri.toString(), state, outage, -1));
    }
    return registries;
  }

  private static MeshStatus.Service status(SecuredCluster cluster, long now) {
    Snapshot snapshot = cluster.snapshot();
    List<MeshStatus.Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; snapshot != null && i < snapshot.size(); i++) {
      LiveEndpoint live = snapshot.get(i);
      endpoints.add(
          new MeshStatus.Endpoint(
              live.address().getHostAddress(),
              live.port(),
              live.endpoint().weight(),
              live.endpoint().zone(),
              live.endpoint().tags(),
              live.stats().picks(),
              live.stats().connectFailures(),
              live.stats().failures(),
              live.stats().inFlight(),
              cluster.out(live, now)));
    }
    return new MeshStatus.Service(
        cluster.service(),
        cluster.isWatched(),
        snapshot != null,
        balance(cluster),
        cluster.policies().describe(now),
        cluster.tokenStatus(),
        endpoints);
  }

  static String balance(ResilientCluster cluster) {
    return cluster.config().balance().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What would happen now to a request to {@code url}, and why: for an operator, one thing per
   * line. Nothing is sent, asked or counted.
   */
  public List<String> explain(String url) {
    return new Explanation(directory, enabled, ticker.nanos()).of(url);
  }

  /**
   * Takes what was registered out of the registry again, within two seconds, because the process
   * ends. Requests are routed as before: what the process has begun it may still have to end.
   *
   * @return whether the registry has taken something out
   */
  public boolean leave() {
    CompositeRegistry open;
    synchronized (this) {
      left = true;
      open = registry;
    }
    return open != null && open.leave();
  }

  /** Takes what was registered out of the registry again and stops, within two seconds. */
  @Override
  public void close() {
    CompositeRegistry open;
    synchronized (this) {
      closed = true;
      enabled = false;
      open = registry;
    }
    if (open != null) {
      open.close();
    }
    directory.close();
    tokens.close();
    scheduler.close();
  }

  private final class Reload implements ConfigFile.Listener {
    @Override
    public void changed(Config next) {
      reload(next);
    }
  }
}

package dev.remora.core;

import dev.remora.core.balancing.BalancedCluster;
import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.Config;
import dev.remora.core.config.ConfigException;
import dev.remora.core.config.ConfigFile;
import dev.remora.core.config.FileWatch;
import dev.remora.core.config.Listening;
import dev.remora.core.config.RegistryUri;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registries;
import dev.remora.core.discovery.Registry;
import dev.remora.core.log.Log;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.Exclusions;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The whole of it behind a few methods: which requests go where. Used by the agent and the gateway
 * alike.
 *
 * <p>Everything but {@link #route} runs on daemon threads whose names begin with {@code remora-}:
 * one for all that is periodic, one for DNS if an endpoint's address is a name, and that of the
 * registry's connections.
 */
public final class Mesh implements AutoCloseable {
  private final Log log;
  private final Scheduler scheduler;
  private final Directory<BalancedCluster> directory;
  private final ConfigFile file;

  private final Config started;

  private volatile boolean enabled;
  private volatile Config config;

  // Guarded by this.
  private boolean booted;
  private boolean closed;
  private Registry registry;

  private Mesh(Config config, Log log) {
    this.started = config;
    this.config = config;
    this.log = log;
    this.scheduler = new Scheduler(log);
    this.directory =
        new Directory<>(
            new Directory.Clusters<BalancedCluster>() {
              @Override
              public BalancedCluster create(String service) {
                return new BalancedCluster(service, Mesh.this.config.service(service).balance());
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
    final Mesh mesh = new Mesh(config, log);
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
    return mesh;
  }

  /**
   * Where a request to {@code host} goes.
   *
   * @param host as the application wrote it, without port; null is not ours
   * @return the call, placed on its first endpoint; null if the host is not a service, or one that
   *     has no endpoint: leave the request alone
   */
  public MeshCall route(String host) {
    if (!enabled || host == null) {
      return null;
    }
    BalancedCluster cluster = directory.find(host);
    if (cluster == null) {
      return null;
    }
    Snapshot endpoints = cluster.snapshot();
    if (endpoints == null || endpoints.size() == 0) {
      return null;
    }
    return new MeshCall(cluster, host, cluster.balancer().pick(endpoints));
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
    Registry opened;
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
    for (Listening listening : started.register()) {
      opened.register(registration(started.registry(), listening));
    }
  }

  private static Registration registration(RegistryUri registry, Listening listening) {
    String address = listening.address();
    if (address == null) {
      address =
          registry.host() == null
              // A folder is shared by the processes of one machine.
              ? "127.0.0.1"
              : LocalAddress.towards(registry.host(), registry.port());
    }
    return new Registration(listening.service(), Endpoint.at(address, listening.port()).build());
  }

  /**
   * Takes over those settings of {@code next} that need no restart: {@code enabled}, {@code
   * exclude}, {@code first-call-timeout}, {@code log} and {@code services}.
   */
  public synchronized void reload(Config next) {
    Config before = config;
    config = next;
    if (next.log() != before.log()) {
      log.setLevel(next.log());
    }
    directory.setFirstCallNanos(next.firstCallTimeout().toNanos());
    if (!next.exclude().equals(before.exclude())) {
      directory.exclude(new Exclusions(next.exclude()));
    }
    for (BalancedCluster cluster : directory.all()) {
      cluster.rebalance(next.service(cluster.service()).balance());
    }
    // Only a change counts, so that an edit elsewhere in the file doesn't undo a setEnabled.
    if (next.enabled() != before.enabled()) {
      setEnabled(next.enabled());
    }
  }

  /** What the mesh knows and has done so far. */
  public MeshStatus status() {
    String outage = directory.outage();
    MeshStatus.RegistryState state = MeshStatus.RegistryState.UP;
    if (outage != null) {
      state = MeshStatus.RegistryState.DOWN;
    } else if (!directory.hasArrived()) {
      state = MeshStatus.RegistryState.STARTING;
    }
    List<MeshStatus.Service> services = new ArrayList<>();
    for (BalancedCluster cluster : directory.clusters().values()) {
      services.add(status(cluster));
    }
    return new MeshStatus(
        enabled,
        started.registry().toString(),
        state,
        outage,
        config.file(),
        file == null ? null : file.problem(),
        services);
  }

  private static MeshStatus.Service status(BalancedCluster cluster) {
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
              live.stats().connectFailures()));
    }
    return new MeshStatus.Service(
        cluster.service(),
        cluster.isWatched(),
        snapshot != null,
        cluster.balance().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        endpoints);
  }

  /** Takes what was registered out of the registry again and stops, within two seconds. */
  @Override
  public void close() {
    Registry open;
    synchronized (this) {
      closed = true;
      enabled = false;
      open = registry;
    }
    if (open != null) {
      open.close();
    }
    directory.close();
    scheduler.close();
  }

  private final class Reload implements ConfigFile.Listener {
    @Override
    public void changed(Config next) {
      reload(next);
    }
  }
}

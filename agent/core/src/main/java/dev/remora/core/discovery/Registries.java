package dev.remora.core.discovery;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.Config;
import dev.remora.core.config.ConfigException;
import dev.remora.core.config.ConsulConfig;
import dev.remora.core.config.RegistryUri;
import dev.remora.core.discovery.consul.ConsulRegistry;
import dev.remora.core.discovery.dns.DnsRegistry;
import dev.remora.core.discovery.eureka.EurekaRegistry;
import dev.remora.core.discovery.file.DirRegistry;
import dev.remora.core.discovery.file.FileRegistry;
import dev.remora.core.discovery.snapshot.SnapshotRegistry;
import dev.remora.core.discovery.snapshot.SnapshotStore;
import dev.remora.core.log.Log;

/** From the {@code registry} setting to a registry. */
public final class Registries {
  private Registries() {}

  /**
   * The registries that {@code config} names as one, not yet started. Those on the network are kept
   * from emptying a service by mistake, and in the snapshot if one is configured; a file or folder
   * is on this machine itself, and means what it says.
   *
   * @param scheduler the thread on which a registry without one of its own works; must be the
   *     caller's if there is a snapshot, which is read here
   * @throws ConfigException if its settings can't be used, for example for a certificate that can't
   *     be read; where there are several, such a one is only down
   */
  public static CompositeRegistry open(Config config, Log log, Scheduler scheduler) {
    long firstCallMillis = config.firstCallTimeout().toMillis();
    CompositeRegistry all = new CompositeRegistry(firstCallMillis / 2, log, scheduler);
    SnapshotStore snapshot = null;
    if (config.snapshot() != null) {
      snapshot = new SnapshotStore(config.snapshot(), config.snapshotMaxAge(), log, scheduler);
    }
    for (RegistryUri uri : config.registries()) {
      Registry registry = open(uri, config, log, scheduler);
      if (uri.isRemote() && !config.emptyHold().isZero()) {
        registry =
            new GuardedRegistry(
                registry, uri.toString(), config.emptyHold().toMillis(), log, scheduler);
      }
      if (uri.isRemote() && snapshot != null) {
        registry =
            new SnapshotRegistry(
                registry, source(uri, config), snapshot, firstCallMillis / 2, scheduler);
      }
      all.add(uri.toString(), registry, uri.takesRegistrations());
    }
    return all;
  }

  private static Registry open(RegistryUri uri, Config config, Log log, Scheduler scheduler) {
    try {
      switch (uri.kind()) {
        case FILE:
          return new FileRegistry(uri.path(), log, scheduler);
        case DIR:
          return new DirRegistry(uri.path(), log, scheduler);
        case CONSUL:
          return new ConsulRegistry(config.consul(uri), log, scheduler.timer());
        case EUREKA:
          return new EurekaRegistry(config.eureka(uri), log, scheduler.timer());
        case DNS:
          return new DnsRegistry(config.dns(uri), log, scheduler.timer());
        default:
          throw new AssertionError(uri.kind());
      }
    } catch (ConfigException e) {
      if (config.registries().size() == 1) {
        throw e;
      }
      log.error(e.getMessage());
      return new UnusableRegistry(e.getMessage());
    }
  }

  /** What in the snapshot belongs to a registry: another selection is another source. */
  private static String source(RegistryUri uri, Config config) {
    if (uri.kind() == RegistryUri.Kind.DNS) {
      return uri + " services " + config.dns(uri).services();
    }
    if (uri.kind() != RegistryUri.Kind.CONSUL) {
      return uri.toString();
    }
    ConsulConfig consul = config.consul(uri);
    return uri
        + (consul.datacenter() == null ? "" : " datacenter " + consul.datacenter())
        + (consul.tags().isEmpty() ? "" : " tags " + consul.tags());
  }
}

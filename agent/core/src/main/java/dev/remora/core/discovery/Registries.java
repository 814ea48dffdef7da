package dev.remora.core.discovery;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.Config;
import dev.remora.core.config.ConfigException;
import dev.remora.core.discovery.consul.ConsulRegistry;
import dev.remora.core.discovery.eureka.EurekaRegistry;
import dev.remora.core.discovery.file.DirRegistry;
import dev.remora.core.discovery.file.FileRegistry;
import dev.remora.core.log.Log;

/** From the {@code registry} setting to a registry. */
public final class Registries {
  private Registries() {}

  /**
   * The registry that {@code config} names, not yet started.
   *
   * @param scheduler the thread on which a registry without one of its own works
   * @throws ConfigException if its settings can't be used, for example for a certificate that can't
   *     be read
   */
  public static Registry open(Config config, Log log, Scheduler scheduler) {
    switch (config.registry().kind()) {
      case FILE:
        return new FileRegistry(config.registry().path(), log, scheduler);
      case DIR:
        return new DirRegistry(config.registry().path(), log, scheduler);
      case CONSUL:
        return new ConsulRegistry(config.consul(), log, scheduler.timer());
      case EUREKA:
        return new EurekaRegistry(config.eureka(config.registry()), log, scheduler.timer());
      default:
        throw new AssertionError(config.registry().kind());
    }
  }
}

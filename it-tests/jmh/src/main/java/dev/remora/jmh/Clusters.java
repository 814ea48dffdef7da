package dev.remora.jmh;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.Config;
import dev.remora.core.config.ServiceConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import dev.remora.core.log.Log;
import dev.remora.core.resilience.Chance;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.Exclusions;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The production's cluster over endpoints of unequal weights, with some calls behind it. */
public final class Clusters {
  private static final String SERVICE = "orders";

  private Clusters() {}

  /** A cluster with settings, in YAML's flow style as they stand below a service's name. */
  public static ResilientCluster of(int endpoints, String settings) {
    return of(
        endpoints,
        settings,
        (name, config) ->
            new ResilientCluster(name, config, Runnable::run, Chance.RANDOM, Ticker.SYSTEM));
  }

  /** A cluster that {@code maker} makes of its name and its settings. */
  public static <C extends ResilientCluster> C of(
      int endpoints, String settings, BiFunction<String, ServiceConfig, C> maker) {
    ServiceConfig config = config(settings);
    Directory<C> directory =
        new Directory<>(
            name -> maker.apply(name, config),
            new Exclusions(List.of()),
            0,
            new Log(Log.Level.WARN, System.err));
    directory.follow(new FixedRegistry(endpoints));
    C cluster = directory.find(SERVICE);
    for (int i = 0; i < 20 * endpoints; i++) {
      LiveEndpoint endpoint = cluster.snapshot().get(i % endpoints);
      endpoint.stats().began();
      cluster.ended(
          endpoint,
          Outcome.SUCCESS,
          TimeUnit.MILLISECONDS.toNanos(5 + i % 7),
          Ticker.SYSTEM.nanos());
    }
    return cluster;
  }

  private static ServiceConfig config(String settings) {
    try {
      Path file = Files.createTempFile("remora", ".yaml");
      try {
        Files.writeString(file, "services: {" + SERVICE + ": {" + settings + "}}");
        return Config.load("config=" + file, new Properties(), Map.of()).service(SERVICE);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class FixedRegistry implements Registry {
    private final int endpoints;
    private Listener listener;

    FixedRegistry(int endpoints) {
      this.endpoints = endpoints;
    }

    @Override
    public void start(Listener to) {
      listener = to;
      listener.services(Set.of(SERVICE));
    }

    @Override
    public void watch(String service) {
      List<Endpoint> all = new ArrayList<>();
      for (int i = 0; i < endpoints; i++) {
        all.add(Endpoint.at(Addresses.ip(i), Addresses.PORT).weight(1 + i % 3).build());
      }
      listener.endpoints(service, all);
    }

    @Override
    public void register(Registration registration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}

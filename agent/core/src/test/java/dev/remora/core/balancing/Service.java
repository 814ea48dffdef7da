package dev.remora.core.balancing;

import dev.remora.core.LogLines;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.Config;
import dev.remora.core.config.ServiceConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.log.Log;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.Exclusions;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.routing.ScriptedRegistry;
import dev.remora.core.testing.SentRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A service with settings, endpoints, a clock and a chance that are the test's. */
final class Service {
  private final ScriptedRegistry registry = new ScriptedRegistry();
  final BalancedCluster cluster;
  long now;

  Service(String... settings) {
    this(1, settings);
  }

  Service(long seed, String... settings) {
    SplittableRandom random = new SplittableRandom(seed);
    Directory<BalancedCluster> directory =
        new Directory<>(
            name ->
                new BalancedCluster(
                    name,
                    config(settings),
                    new Ticker() {
                      @Override
                      public long nanos() {
                        return now;
                      }
                    },
                    new RandomBits() {
                      @Override
                      public long next() {
                        return random.nextLong();
                      }
                    }),
            new Exclusions(List.of()),
            0,
            new LogLines(Log.Level.WARN).log());
    directory.follow(registry);
    registry.listener.services(Set.of("orders"));
    cluster = directory.find("orders");
  }

  /**
   * Settings of a service, such as {@code balance=random}, and {@code zone}; balanced in turn where
   * nothing else is said.
   */
  static ServiceConfig config(String... settings) {
    Properties properties = new Properties();
    properties.setProperty("remora.services.*.balance", "round-robin");
    for (String setting : settings) {
      String key = setting.substring(0, setting.indexOf('='));
      properties.setProperty(
          key.equals("zone") ? "remora.zone" : "remora.services.orders." + key,
          setting.substring(key.length() + 1));
    }
    return Config.load(null, properties, Map.of()).service("orders");
  }

  Service with(List<Endpoint> endpoints) {
    registry.listener.endpoints("orders", endpoints);
    return this;
  }

  /** Endpoints at the ports from 1 on, with these weights. */
  Service weights(int... weights) {
    List<Endpoint> all = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      all.add(Endpoint.at("127.0.0.1", i + 1).weight(weights[i]).build());
    }
    return with(all);
  }

  Service count(int endpoints) {
    int[] weights = new int[endpoints];
    Arrays.fill(weights, 1);
    return weights(weights);
  }

  LiveEndpoint at(int port) {
    for (int i = 0; i < cluster.snapshot().size(); i++) {
      if (cluster.snapshot().get(i).port() == port) {
        return cluster.snapshot().get(i);
      }
    }
    throw new AssertionError("no endpoint at " + port);
  }

  LiveEndpoint pick(RequestInfo request) {
    return cluster.pick(request, now);
  }

  /** How many of {@code n} calls each port gets. */
  Map<Integer, Integer> picks(int n) {
    Map<Integer, Integer> picks = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      picks.merge(pick(null).port(), 1, Integer::sum);
    }
    return picks;
  }

  /** The share of calls of each port in percent. */
  Map<Integer, Double> shares(int n) {
    Map<Integer, Double> shares = new TreeMap<>();
    picks(n).forEach((port, picks) -> shares.put(port, 100.0 * picks / n));
    return shares;
  }

  /** Has an attempt at {@code port} end so after some milliseconds. */
  void attempt(int port, Outcome outcome, long millis) {
    at(port).stats().began();
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    at(port).stats().ended(outcome, TimeUnit.MILLISECONDS.toNanos(millis), now);
  }

  void after(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  static RequestInfo header(String value) {
    return request("/", "x-key", value);
  }

  static RequestInfo request(String target, String name, String value) {
    return SentRequest.GET.to(target).with(name, value);
  }
}

package dev.remora.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.LogLines;
import dev.remora.core.config.ServiceConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.log.Log;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.Exclusions;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.ScriptedRegistry;
import dev.remora.core.routing.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoundRobinTest {
  private final ScriptedRegistry registry = new ScriptedRegistry();
  private final Directory<BalancedCluster> directory =
      new Directory<>(
          service -> new BalancedCluster(service, ServiceConfig.DEFAULT),
          new Exclusions(List.of()),
          0,
          new LogLines(Log.Level.WARN).log());

  RoundRobinTest() {
    directory.follow(registry);
    registry.listener.services(Set.of("orders"));
    directory.find("orders");
  }

  private Snapshot publish(int... ports) {
    registry.listener.endpoints("orders", endpoints(ports));
    return directory.find("orders").snapshot();
  }

  private static Rotation rotation(Snapshot endpoints) {
    LiveEndpoint[] all = new LiveEndpoint[endpoints.size()];
    double[] weights = new double[all.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = endpoints.get(i);
      weights[i] = 1;
    }
    return new Rotation(all, weights, false, false);
  }

  private static List<Endpoint> endpoints(int... ports) {
    return IntStream.of(ports).mapToObj(port -> Endpoint.at("127.0.0.1", port).build()).toList();
  }

  private static Map<Integer, Integer> picks(LoadBalancer balancer, int n) {
    Map<Integer, Integer> picks = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      picks.merge(balancer.pick(null, 0).port(), 1, Integer::sum);
    }
    return picks;
  }

  @Test
  void picksEachInTurn() {
    Snapshot endpoints = publish(1, 2, 3);
    LoadBalancer balancer = new RoundRobin(0).over(rotation(endpoints));
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ports.add(balancer.pick(null, 0).port());
    }
    assertThat(ports).containsExactly(1, 2, 3, 1, 2, 3, 1);
  }

  @Test
  void beginsAnywhere() {
    Snapshot endpoints = publish(1, 2, 3);
    Set<Integer> first = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      first.add(new RoundRobin().over(rotation(endpoints)).pick(null, 0).port());
    }
    assertThat(first).containsExactly(1, 2, 3);
  }

  @Test
  void runsThroughTwoToThe31WithoutASeam() {
    Snapshot endpoints = publish(1, 2, 3);
    assertThat(picks(new RoundRobin(Integer.MAX_VALUE - 149).over(rotation(endpoints)), 300))
        .isEqualTo(Map.of(1, 100, 2, 100, 3, 100));
  }

  @Test
  void goesOnAfterTwoToThe32() {
    Snapshot endpoints = publish(1, 2, 3);
    assertThat(picks(new RoundRobin(-150).over(rotation(endpoints)), 300).values())
        .allSatisfy(picks -> assertThat(picks).isBetween(99, 101));
  }

  @Test
  void survivesEveryChangeOfSize() {
    Policy policy = new RoundRobin(0);
    for (int size = 1; size < 20; size++) {
      Snapshot grown = publish(IntStream.rangeClosed(1, size).toArray());
      assertThat(picks(policy.over(rotation(grown)), size * 10).values()).containsOnly(10);
    }
    assertThat(picks(policy.over(rotation(publish(7))), 10)).containsOnlyKeys(7);
  }

  /** A fail-over takes the next turn: what a dead endpoint loses is spread over all the others. */
  @Test
  void spreadsEvenlyAlsoWhenEndpointsAreDead() {
    Snapshot endpoints = publish(1, 2, 3, 4, 5);
    LoadBalancer balancer = new RoundRobin(0).over(rotation(endpoints));
    TreeMap<Integer, Integer> served = new TreeMap<>();
    for (int call = 0; call < 3000; call++) {
      LiveEndpoint endpoint = balancer.pick(null, 0);
      while (endpoint.port() == 2 || endpoint.port() == 3) {
        endpoint = balancer.pick(null, 0);
      }
      served.merge(endpoint.port(), 1, Integer::sum);
    }
    assertThat(served).isEqualTo(Map.of(1, 1000, 4, 1000, 5, 1000));
  }

  @Test
  void sixtyFourThreadsOverChangingSnapshotsAlwaysGetAnEndpointAndAnEvenShare() throws Exception {
    int threads = 64;
    AtomicBoolean over = new AtomicBoolean();
    publish(1, 2, 3, 4);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Callable<Map<Integer, Integer>> caller =
          () -> {
            Map<Integer, Integer> picks = new TreeMap<>();
            for (int i = 0; i < 1000 || !over.get(); i++) {
              if (i % 64 == 0) {
                // Lets the registry's thread in, however few processors there are.
                LockSupport.parkNanos(10_000);
              }
              BalancedCluster cluster = directory.find(i % 2 == 0 ? "orders" : "ORDERS");
              LiveEndpoint endpoint = cluster.pick(null, 0);
              if (!endpoint.address().getHostName().equals("orders")) {
                throw new AssertionError(endpoint);
              }
              picks.merge(endpoint.port(), 1, Integer::sum);
            }
            return picks;
          };
      List<Future<Map<Integer, Integer>>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(pool.submit(caller));
      }
      for (int swap = 0; swap < 200; swap++) {
        registry.listener.endpoints(
            "orders", swap % 2 == 0 ? endpoints(1, 2, 3, 4, 5) : endpoints(4, 3, 2, 1));
        registry.listener.services(swap % 2 == 0 ? Set.of("orders", "x") : Set.of("orders"));
        Thread.sleep(1);
      }
      over.set(true);

      TreeMap<Integer, Integer> all = new TreeMap<>();
      for (Future<Map<Integer, Integer>> result : results) {
        result.get().forEach((port, picks) -> all.merge(port, picks, Integer::sum));
      }
      int total = all.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(total).isGreaterThanOrEqualTo(threads * 1000);
      assertThat(all.keySet()).containsExactly(1, 2, 3, 4, 5);
      double share = (total - all.get(5)) / 4.0;
      for (int port = 1; port <= 4; port++) {
        assertThat((double) all.get(port)).isBetween(share * 0.95, share * 1.05);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void sixtyFourThreadsSpreadExactlyOverAStandingSnapshot() throws Exception {
    Snapshot endpoints = publish(1, 2, 3, 4, 5);
    LoadBalancer balancer = new RoundRobin(Integer.MAX_VALUE - 1000).over(rotation(endpoints));
    ExecutorService pool = Executors.newFixedThreadPool(64);
    try {
      List<Future<Map<Integer, Integer>>> results = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        results.add(pool.submit(() -> picks(balancer, 10_000)));
      }
      TreeMap<Integer, Integer> all = new TreeMap<>();
      for (Future<Map<Integer, Integer>> result : results) {
        result.get().forEach((port, picks) -> all.merge(port, picks, Integer::sum));
      }
      assertThat(all.values()).containsOnly(128_000);
    } finally {
      pool.shutdownNow();
    }
  }
}

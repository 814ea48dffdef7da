package dev.remora.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.routing.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which endpoints get calls, and how many each: subset, health, slow start and zones. */
class RotationTest {
  private static List<Endpoint> zones(Map<String, Integer> counts) {
    List<Endpoint> all = new ArrayList<>();
    new TreeMap<>(counts)
        .forEach(
            (zone, count) -> {
              for (int i = 0; i < count; i++) {
                all.add(Endpoint.at("127.0.0.1", all.size() + 1).zone(zone).build());
              }
            });
    return all;
  }

  private static Set<Integer> ports(Rotation rotation) {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < rotation.size(); i++) {
      ports.add(rotation.get(i).port());
    }
    return ports;
  }

  // Health

  @Test
  void leavesOutWhatIsEjectedUntilItIsRestored() {
    Service service = new Service().count(4);
    service.at(2).stats().eject("it fails", 1);
    service.cluster.rebuild();
    assertThat(service.picks(300)).isEqualTo(Map.of(1, 100, 3, 100, 4, 100));
    assertThat(service.cluster.rotation().isPanic()).isFalse();
    service.at(2).stats().restore();
    service.cluster.rebuild();
    assertThat(service.picks(400)).isEqualTo(Map.of(1, 100, 2, 100, 3, 100, 4, 100));
  }

  @Test
  void ignoresEjectionsWhenFewerThanHalfAreLeft() {
    Service service = new Service().count(10);
    for (int port = 1; port <= 5; port++) {
      service.at(port).stats().eject("it fails", 1);
    }
    service.cluster.rebuild();
    assertThat(service.cluster.rotation().size()).isEqualTo(5);
    service.at(6).stats().eject("it fails", 1);
    service.cluster.rebuild();
    assertThat(service.cluster.rotation().size()).isEqualTo(10);
    assertThat(service.cluster.rotation().isPanic()).isTrue();
  }

  @Test
  void withoutAPanicThresholdTheLastOneCarriesAll() {
    Service service = new Service("panic=0%").count(3);
    service.at(1).stats().eject("it fails", 1);
    service.at(2).stats().eject("it fails", 1);
    service.cluster.rebuild();
    assertThat(service.picks(10)).isEqualTo(Map.of(3, 10));
    service.at(3).stats().eject("it fails", 1);
    service.cluster.rebuild();
    assertThat(service.picks(30)).hasSize(3);
  }

  // Slow start

  @ParameterizedTest
  @ValueSource(
      strings = {"round-robin", "weighted-round-robin", "random", "least-request", "peak-ewma"})
  void followsTheCurveOfSlowStart(String balance) {
    Service service = new Service("balance=" + balance, "slow-start=100s").count(9).count(10);
    for (int port = 1; port <= 10; port++) {
      service.at(port).stats().began();
      service.at(port).stats().ended(Outcome.SUCCESS, 1000, service.now);
    }
    for (int second = 0; second <= 120; second += 10) {
      service.cluster.tick();
      double weight = Math.min(1, Math.max(0.1, second / 100.0));
      double expected = 100 * 10 * weight / (9 + weight);
      double share = 10 * service.shares(50_000).get(10);
      assertThat(share).as("second " + second).isBetween(expected - 5, expected + 5);
      service.after(10_000);
    }
    assertThat(service.cluster.rotation().isEven()).isTrue();
  }

  @Test
  void theFirstSnapshotIsWarm() {
    Service service = new Service("slow-start=100s").count(3);
    assertThat(service.cluster.rotation().isEven()).isTrue();
    service.count(0).count(3);
    assertThat(service.cluster.rotation().isEven()).isTrue();
  }

  @Test
  void slowStartMayBeSwitchedOffMeanwhile() {
    Service service = new Service("slow-start=100s").count(3).count(4);
    assertThat(service.cluster.rotation().isEven()).isFalse();
    service.cluster.rebalance(Service.config());
    assertThat(service.cluster.rotation().isEven()).isTrue();
    service.cluster.tick();
    assertThat(service.picks(400).values()).containsOnly(100);
  }

  // Zones

  @Test
  void staysInItsZone() {
    Service service = new Service("zone=b").with(zones(Map.of("a", 4, "b", 4, "c", 4)));
    assertThat(service.picks(400).keySet()).containsExactly(5, 6, 7, 8);
  }

  @Test
  void doesNotCareWithoutAZoneOrWhenToldSo() {
    List<Endpoint> all = zones(Map.of("a", 4, "b", 4, "c", 4));
    assertThat(new Service().with(all).picks(1200)).hasSize(12);
    assertThat(new Service("zone=b", "zone-aware=false").with(all).picks(1200)).hasSize(12);
    List<Endpoint> few = zones(Map.of("a", 2, "b", 3));
    assertThat(new Service("zone=b").with(few).picks(1000)).hasSize(5);
  }

  /**
   * What all zones' callers together do to each endpoint, in fair shares; also when some are out.
   */
  private static Map<Integer, Double> load(
      List<Endpoint> endpoints, Set<Integer> out, List<String> callers) {
    Map<Integer, Double> load = new TreeMap<>();
    for (String zone : callers) {
      Service service = new Service("zone=" + zone).with(endpoints);
      for (int port : out) {
        service.at(port).stats().eject("it fails", 1);
      }
      service.cluster.rebuild();
      Rotation rotation = service.cluster.rotation();
      for (int i = 0; i < rotation.size(); i++) {
        load.merge(
            rotation.get(i).port(),
            rotation.weight(i) / rotation.size() / callers.size() * (endpoints.size() - out.size()),
            Double::sum);
      }
    }
    return load;
  }

  @Test
  void unequalZonesSpillOverSoThatAllGetTheSame() {
    Map<Integer, Double> load =
        load(zones(Map.of("a", 2, "b", 6, "c", 12)), Set.of(), List.of("a", "b", "c"));
    assertThat(load).hasSize(20);
    load.values().forEach(share -> assertThat(share).isBetween(0.99, 1.01));
  }

  @Test
  void aZoneThatFailsIsSharedByTheOthers() {
    Map<Integer, Double> load =
        load(zones(Map.of("a", 4, "b", 4, "c", 4)), Set.of(1, 2, 3, 4), List.of("a", "b", "c"));
    assertThat(load.keySet()).containsExactly(5, 6, 7, 8, 9, 10, 11, 12);
    load.values().forEach(share -> assertThat(share).isBetween(0.9, 1.1));
  }

  @Test
  void aZoneThatLosesSomeSpillsOverThatMuch() {
    Map<Integer, Double> load =
        load(zones(Map.of("a", 4, "b", 4, "c", 4)), Set.of(1, 2), List.of("a", "b", "c"));
    load.values().forEach(share -> assertThat(share).isBetween(0.9, 1.1));
  }

  @Test
  void aZoneThatTheRegistryDropsIsSharedByTheOthers() {
    Map<Integer, Double> load =
        load(zones(Map.of("b", 4, "c", 4)), Set.of(), List.of("a", "b", "c"));
    assertThat(load).hasSize(8);
    load.values().forEach(share -> assertThat(share).isBetween(0.9, 1.1));
  }

  // Subset

  @Test
  void keepsASubset() {
    Service service = new Service("subset=20").count(200);
    Set<Integer> before = ports(service.cluster.rotation());
    assertThat(before).hasSize(20);
    service.cluster.rebuild();
    assertThat(ports(service.cluster.rotation())).isEqualTo(before);
    service.count(199);
    Set<Integer> after = ports(service.cluster.rotation());
    assertThat(after).hasSize(20);
    after.retainAll(before);
    assertThat(after).hasSizeGreaterThanOrEqualTo(19);
    service.count(20);
    assertThat(service.cluster.rotation().size()).isEqualTo(20);
  }

  @Test
  void manyProcessesUseAll() {
    Map<Integer, Integer> used = new TreeMap<>();
    for (int process = 0; process < 500; process++) {
      Service service = new Service(process, "subset=10").count(50);
      ports(service.cluster.rotation()).forEach(port -> used.merge(port, 1, Integer::sum));
    }
    assertThat(used).hasSize(50);
    used.values().forEach(processes -> assertThat(processes).isBetween(65, 140));
  }

  // Settings

  @Test
  void changesPolicyWhileItRuns() {
    Service service = new Service().weights(1, 3);
    assertThat(service.picks(400)).isEqualTo(Map.of(1, 200, 2, 200));
    service.cluster.rebalance(Service.config("balance=weighted-round-robin"));
    assertThat(service.picks(400).get(2)).isBetween(298, 302);
    service.cluster.rebalance(Service.config("balance=weighted-round-robin", "subset=1"));
    assertThat(service.picks(100)).hasSize(1);
  }
}

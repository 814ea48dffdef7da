package dev.remora.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is true of a ring and of Maglev's table. */
class ConsistentHashTest {
  private static final int KEYS = 20_000;

  private static Service service(String balance) {
    return new Service("balance=" + balance, "hash-on=header:x-key");
  }

  private static List<LiveEndpoint> places(Service service) {
    List<LiveEndpoint> places = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      places.add(service.pick(Service.header("key-" + i)));
    }
    return places;
  }

  private static Map<Integer, Integer> count(List<LiveEndpoint> places) {
    Map<Integer, Integer> counts = new TreeMap<>();
    places.forEach(place -> counts.merge(place.port(), 1, Integer::sum));
    return counts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-hash", "maglev"})
  void sendsAKeyToOneEndpointInAnyProcessAndOrder(String balance) {
    Service other = service(balance);
    List<Endpoint> reversed = new ArrayList<>();
    for (int port = 10; port >= 1; port--) {
      reversed.add(Endpoint.at("127.0.0.1", port).build());
    }
    List<LiveEndpoint> there = places(other.with(reversed));
    List<LiveEndpoint> here = places(service(balance).count(10));
    int same = 0;
    for (int i = 0; i < KEYS; i++) {
      same += here.get(i).port() == there.get(i).port() ? 1 : 0;
    }
    // Maglev's table depends on whose turn is first, a little.
    assertThat(same).isGreaterThanOrEqualTo(balance.equals("maglev") ? KEYS * 8 / 10 : KEYS);
    assertThat(places(other)).isEqualTo(there);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-hash", "maglev"})
  void movesAtMostTwoOfNKeysWhenAnEndpointLeaves(String balance) {
    Service service = service(balance).count(20);
    List<LiveEndpoint> before = places(service);
    for (int leaving = 1; leaving <= 20; leaving += 6) {
      List<Endpoint> others = new ArrayList<>();
      for (int port = 1; port <= 20; port++) {
        if (port != leaving) {
          others.add(Endpoint.at("127.0.0.1", port).build());
        }
      }
      List<LiveEndpoint> after = places(service.with(others));
      int moved = 0;
      for (int i = 0; i < KEYS; i++) {
        moved += before.get(i).port() == after.get(i).port() ? 0 : 1;
      }
      assertThat(moved).isBetween(1, 2 * KEYS / 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-hash", "maglev"})
  void sharesKeysByWeight(String balance) {
    Map<Integer, Integer> counts = count(places(service(balance).weights(1, 2, 3, 4)));
    for (int port = 1; port <= 4; port++) {
      assertThat(counts.get(port) * 10.0 / KEYS / port).isBetween(0.75, 1.3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-hash", "maglev"})
  void spreadsRequestsWithoutAKey(String balance) {
    Service service = service(balance).count(4);
    service.shares(20_000).values().forEach(share -> assertThat(share).isBetween(23.0, 27.0));
  }

  /**
   * Keys of which a few are asked for most of the time, and never more than 1.25 times the mean.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ring-hash", "maglev"})
  void boundsTheLoad(String balance) {
    Service service = service(balance).count(20);
    Random random = new Random(1);
    List<LiveEndpoint> inFlight = new ArrayList<>();
    for (int call = 0; call < 20_000; call++) {
      service.after(2);
      if (inFlight.size() == 1000) {
        LiveEndpoint done = inFlight.remove(random.nextInt(1000));
        done.stats().ended(Outcome.SUCCESS, 1, service.now);
      }
      LiveEndpoint next =
          service.pick(Service.header("key" + (int) (1 / (0.001 + random.nextDouble()))));
      next.stats().began();
      inFlight.add(next);
      assertThat(next.stats().inFlight())
          .isLessThanOrEqualTo(
              (int) Math.max(Math.ceil(inFlight.size() / 20.0), 1.25 * inFlight.size() / 20));
    }
    assertThat(service.pick(Service.header("key1"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-hash", "maglev"})
  void keepsKeysWhereThereIsRoom(String balance) {
    Service service = service(balance).count(20);
    LiveEndpoint home = service.pick(Service.header("a"));
    for (int i = 0; i < 5; i++) {
      home.stats().began();
    }
    service.after(2);
    assertThat(service.pick(Service.header("a"))).isNotSameAs(home);
    for (int port = 1; port <= 20; port++) {
      for (int i = 0; service.at(port) != home && i < 5; i++) {
        service.at(port).stats().began();
      }
    }
    service.after(2);
    assertThat(service.pick(Service.header("a"))).isSameAs(home);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1000, 5000})
  void takesManyEndpoints(int endpoints) {
    Service service = new Service("balance=maglev", "hash-on=path").count(endpoints);
    assertThat(service.pick(Service.request("/a", "", ""))).isNotNull();
    assertThat(service.pick(Service.request("/a", "", "")))
        .isSameAs(service.pick(Service.request("/a?x", "", "")));
  }
}

package dev.remora.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.LogLines;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.Config;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.log.Log;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.EndpointHealth.Standing;
import dev.remora.core.routing.Exclusions;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.ScriptedRegistry;
import dev.remora.core.testing.SentRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ejection and probing return, by the cluster that does both, at a time of the test's own. */
class OutlierDetectorTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<Runnable> background = new ArrayList<>();
  private final Luck luck = new Luck(0);
  private long now = -SECOND;
  private final Ticker ticker =
      new Ticker() {
        @Override
        public long nanos() {
          return now;
        }
      };
  private ResilientCluster cluster;

  private void endpoints(int count, String... settings) {
    ScriptedRegistry registry = new ScriptedRegistry();
    Directory<ResilientCluster> directory =
        new Directory<>(
            service ->
                new ResilientCluster(
                    service, config(settings).service("orders"), background::add, luck, ticker),
            new Exclusions(List.of()),
            0,
            new LogLines(Log.Level.WARN).log());
    directory.follow(registry);
    registry.listener.services(Set.of("orders"));
    cluster = directory.find("orders");
    registry.listener.endpoints(
        "orders",
        IntStream.rangeClosed(1, count)
            .mapToObj(port -> Endpoint.at("127.0.0.1", port).build())
            .toList());
  }

  private static Config config(String... settings) {
    Properties properties = new Properties();
    // So that each endpoint gets its turn.
    properties.setProperty("remora.services.*.balance", "round-robin");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.setProperty(
          "remora.services.orders." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    return Config.load(null, properties, Map.of());
  }

  private LiveEndpoint endpoint(int port) {
    return cluster.snapshot().get(port - 1);
  }

  private void end(int port, Outcome outcome, int times) {
    for (int i = 0; i < times; i++) {
      endpoint(port).stats().began();
      cluster.ended(endpoint(port), outcome, 1000, now);
    }
  }

  private void runBackground() {
    List<Runnable> tasks = new ArrayList<>(background);
    background.clear();
    tasks.forEach(Runnable::run);
  }

  private void pass(long nanos) {
    now += nanos;
    cluster.sweep(now);
  }

  private Set<Integer> picked() {
    Set<Integer> ports = new TreeSet<>();
    for (int i = 0; i < 100; i++) {
      ports.add(cluster.pick(SentRequest.GET, null, now).port());
    }
    return ports;
  }

  private String out(int port) {
    return cluster.out(endpoint(port), now);
  }

  @Test
  void ejectsAfterFiveFailuresInARow() {
    endpoints(3);
    end(1, Outcome.CONNECT_FAILURE, 2);
    end(1, Outcome.NO_RESPONSE, 1);
    end(1, Outcome.CANCELLED, 1);
    end(1, Outcome.SERVER_ERROR, 1);
    assertThat(background).isEmpty();
    end(1, Outcome.SUCCESS, 1);
    end(1, Outcome.SERVER_ERROR, 4);
    assertThat(background).isEmpty();
    assertThat(picked()).containsExactly(1, 2, 3);

    end(1, Outcome.SERVER_ERROR, 3);
    assertThat(background).hasSize(1);
    assertThat(picked()).as("before the background has decided").containsExactly(2, 3);
    runBackground();
    assertThat(out(1)).isEqualTo("ejected: 7 failures in a row, 30s left");
    assertThat(picked()).containsExactly(2, 3);
  }

  @Test
  void oneAttemptAtATimeProbesWhatComesBack() {
    endpoints(3);
    end(1, Outcome.SERVER_ERROR, 5);
    runBackground();
    pass(30 * SECOND - 1);
    assertThat(picked()).containsExactly(2, 3);
    pass(1);
    assertThat(out(1)).isEqualTo("probed after an ejection");

    int probes = 0;
    for (int i = 0; i < 100; i++) {
      assertThat(cluster.pick(null, null, now).port()).as("not told, no probe").isNotEqualTo(1);
    }
    for (int i = 0; i < 100; i++) {
      probes += cluster.pick(SentRequest.GET, null, now).port() == 1 ? 1 : 0;
    }
    assertThat(probes).isEqualTo(1);

    cluster.ended(endpoint(1), Outcome.CANCELLED, 0, now);
    assertThat(picked()).as("the next one is the probe").contains(1);
    cluster.ended(endpoint(1), Outcome.SUCCESS, 31 * SECOND, now);
    assertThat(out(1)).as("was sent before").isEqualTo("probed after an ejection");
    cluster.ended(endpoint(1), Outcome.SUCCESS, 0, now);
    assertThat(out(1)).isEmpty();
    assertThat(picked()).containsExactly(1, 2, 3);
  }

  @Test
  void aFailedProbeEjectsForLonger() {
    endpoints(3);
    end(1, Outcome.SERVER_ERROR, 5);
    for (int turn = 2; turn <= 12; turn++) {
      runBackground();
      pass(300 * SECOND);
      assertThat(picked()).contains(1);
      cluster.ended(endpoint(1), Outcome.CONNECT_FAILURE, 0, now);
      runBackground();
      assertThat(out(1))
          .isEqualTo(
              "ejected: still failing after an ejection, " + Math.min(300, 30 * turn) + "s left");
    }
    // Two intervals in rotation forget two ejections.
    pass(300 * SECOND);
    cluster.ended(endpoint(1), Outcome.SUCCESS, 0, now);
    int before = endpoint(1).stats().health().ejections();
    pass(10 * SECOND);
    pass(10 * SECOND);
    assertThat(endpoint(1).stats().health().ejections()).isEqualTo(before - 2);
  }

  @Test
  void upToATenthOfTheTimeIsLeftOffByChance() {
    endpoints(3);
    luck.next = 0.5;
    end(1, Outcome.SERVER_ERROR, 5);
    runBackground();
    assertThat(out(1)).endsWith(", 28s left");
  }

  @Test
  void aProbeThatNobodyMakesOrTellsIsNotWaitedForForEver() {
    endpoints(3);
    end(1, Outcome.SERVER_ERROR, 5);
    runBackground();
    pass(30 * SECOND);
    assertThat(picked()).contains(1);
    assertThat(picked()).doesNotContain(1);
    pass(10 * SECOND + 1);
    assertThat(picked()).contains(1);
    pass(20 * SECOND);
    assertThat(endpoint(1).stats().health().standing()).isEqualTo(Standing.GOOD);
  }

  @Test
  void ejectsATenthAtMostButOneAlwaysAndNeverAll() {
    endpoints(1);
    end(1, Outcome.SERVER_ERROR, 5);
    runBackground();
    assertThat(picked()).containsExactly(1);

    endpoints(3);
    end(1, Outcome.SERVER_ERROR, 5);
    end(2, Outcome.SERVER_ERROR, 5);
    runBackground();
    assertThat(picked()).containsExactly(2, 3);

    endpoints(20);
    for (int port = 1; port <= 4; port++) {
      end(port, Outcome.SERVER_ERROR, 5);
    }
    runBackground();
    assertThat(picked()).hasSize(18).doesNotContain(1, 2);

    endpoints(3, "outlier.max-ejected=0%");
    end(1, Outcome.SERVER_ERROR, 5);
    runBackground();
    assertThat(picked()).containsExactly(1, 2, 3);

    endpoints(2, "outlier.max-ejected=100%");
    end(1, Outcome.SERVER_ERROR, 5);
    end(2, Outcome.SERVER_ERROR, 5);
    runBackground();
    assertThat(picked()).containsExactly(2);
  }

  @Test
  void ejectsWhatSucceedsFarLessOftenThanTheOthers() {
    endpoints(10);
    for (int port = 1; port <= 10; port++) {
      for (int i = 0; i < 50; i++) {
        end(port, Outcome.SUCCESS, port == 4 ? 1 : 2);
        end(port, port == 4 ? Outcome.SERVER_ERROR : Outcome.SUCCESS, 1);
      }
    }
    pass(11 * SECOND);
    assertThat(out(4)).isEqualTo("ejected: success rate 50.0%, mean 95.0%, 30s left");
    assertThat(picked()).hasSize(9).doesNotContain(4);
  }

  @Test
  void comparesNothingBelowFiveEndpointsWithAHundredRequests() {
    endpoints(5);
    for (int port = 1; port <= 5; port++) {
      for (int i = 0; i < 33; i++) {
        end(port, Outcome.SUCCESS, 2);
        end(port, port == 4 ? Outcome.SERVER_ERROR : Outcome.SUCCESS, 1);
      }
    }
    pass(11 * SECOND);
    assertThat(picked()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void switchedOffItTakesAllBack() {
    endpoints(3);
    end(1, Outcome.SERVER_ERROR, 5);
    runBackground();
    String[] off = {"outlier.consecutive-failures=0", "outlier.success-rate-deviations=0"};
    cluster.configure(config(off).service("orders"), now);
    pass(1);
    assertThat(picked()).containsExactly(1, 2, 3);
    end(1, Outcome.SERVER_ERROR, 50);
    assertThat(background).isEmpty();
  }

  @Test
  void anEditOfOtherSettingsChangesNothing() {
    endpoints(3, "breaker.failures=50%", "concurrency=5", "throttle=2", "retry.attempts=1");
    end(1, Outcome.SERVER_ERROR, 5);
    runBackground();
    Admission admitted = cluster.policies().admit(now);
    Retries retries = cluster.policies().retries();
    cluster.configure(
        config(
                "breaker.failures=50%",
                "concurrency=5", "throttle=2", "retry.attempts=1", "timeout=1s")
            .service("orders"),
        now);
    assertThat(cluster.policies().describe(now)).contains("1 calls under way, at most 5 may be");
    assertThat(cluster.policies().retries()).isSameAs(retries);
    assertThat(picked()).containsExactly(2, 3);
    admitted.ended(Outcome.SUCCESS, 200, now);
    assertThat(cluster.policies().describe(now)).contains("0 calls under way, at most 5 may be");
  }
}

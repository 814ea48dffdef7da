package dev.remora.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.remora.core.config.Balance;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.RequestInfo;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is true of every policy. */
@Timeout(60)
class EveryPolicyTest {
  private static final int[] WEIGHTS = {1, 2, 3, 4, 1, 2, 3, 4, 1, 3};

  private static Service service(Balance balance) {
    return new Service(
        "balance=" + balance.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        "hash-on=header:x-key");
  }

  @ParameterizedTest
  @EnumSource
  void pickingAndRecordingMakeNoGarbage(Balance balance) {
    Service service = service(balance).weights(WEIGHTS);
    RequestInfo request = Service.header("a1b2c3");
    turns(service, request, 200_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    turns(service, request, 200_000);
    // Less than a bit per call; the JVM may allocate something of its own.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
  }

  private static void turns(Service service, RequestInfo request, int count) {
    for (int i = 0; i < count; i++) {
      LiveEndpoint endpoint = service.cluster.pick((i & 1) == 0 ? request : null, i * 10_000L);
      endpoint.stats().picked();
      endpoint.stats().began();
      endpoint
          .stats()
          .ended(i % 10 == 0 ? Outcome.SERVER_ERROR : Outcome.SUCCESS, 1000 + i, i * 10_000L + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void picksSharesByWeightWhenNothingElseIsKnown(Balance balance) {
    Service service = service(balance).weights(1, 2, 3, 4);
    if (balance == Balance.PEAK_EWMA) {
      for (int port = 1; port <= 4; port++) {
        service.attempt(port, Outcome.SUCCESS, 0);
      }
    }
    Map<Integer, Double> shares = service.shares(100_000);
    for (int port = 1; port <= 4; port++) {
      double expected = balance == Balance.ROUND_ROBIN ? 25 : 10 * port;
      assertThat(shares.get(port)).as(shares.toString()).isBetween(expected - 1, expected + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesEveryChangeOfSize(Balance balance) {
    Service service = service(balance);
    assertThat(service.pick(null)).isNull();
    for (int size = 1; size < 30; size++) {
      service.count(size);
      for (int i = 0; i < 100; i++) {
        assertThat(service.pick(Service.header("k" + i)).port()).isBetween(1, size);
        assertThat(service.pick(null).port()).isBetween(1, size);
      }
    }
    assertThat(service.count(0).pick(null)).isNull();
    assertThat(service.count(1).picks(10)).isEqualTo(Map.of(1, 10));
  }

  @ParameterizedTest
  @EnumSource
  void sixtyFourThreadsOverChangingEndpointsAlwaysGetOne(Balance balance) throws Exception {
    Service service =
        new Service(
                "balance=" + balance.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "hash-on=header:x-key")
            .count(5);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(64);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 64; thread++) {
        RequestInfo request = Service.header("key" + thread);
        results.add(
            pool.submit(
                () -> {
                  int calls = 0;
                  while (!over.get() || calls < 100) {
                    long now = System.nanoTime();
                    LiveEndpoint endpoint = service.cluster.pick(request, now);
                    endpoint.stats().began();
                    LockSupport.parkNanos(1000);
                    endpoint.stats().ended(Outcome.SUCCESS, 1000, now + 1000);
                    calls++;
                  }
                  return calls;
                }));
      }
      for (int swap = 0; swap < 50; swap++) {
        service.count(5 + swap % 3);
        Thread.sleep(1);
      }
      over.set(true);
      for (Future<Integer> result : results) {
        assertThat(result.get()).isGreaterThanOrEqualTo(100);
      }
      service.count(7);
      for (int port = 1; port <= 5; port++) {
        assertThat(service.at(port).stats().inFlight()).isZero();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}

package dev.remora.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** How exact the live page's times are. */
class LatencyTest {
  @Test
  void isRightToAnEighth() {
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      long nanos = (long) Math.exp(Math.log(33e3) + random.nextDouble() * Math.log(60e9 / 33e3));
      assertThat(Latency.millis(Latency.bucket(nanos)))
          .isBetween(nanos / 1e6 * 0.87, nanos / 1e6 * 1.13);
    }
    assertThat(Latency.bucket(0)).isZero();
    assertThat(Latency.bucket(Long.MAX_VALUE)).isEqualTo(Latency.BUCKETS - 1);
  }

  @Test
  void findsPercentiles() {
    AtomicIntegerArray counts = new AtomicIntegerArray(Latency.BUCKETS);
    for (int millis = 1; millis <= 1000; millis++) {
      counts.incrementAndGet(Latency.bucket(millis * 1_000_000L));
    }
    LiveSum sum = new LiveSum();
    sum.add(1000, 0, counts);
    assertThat(sum.millis(0.5)).isBetween(500 * 0.87, 500 * 1.13);
    assertThat(sum.millis(0.99)).isBetween(990 * 0.87, 990 * 1.13);
    assertThat(new LiveSum().millis(0.5)).isZero();
  }
}

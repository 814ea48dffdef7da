package dev.remora.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyPercentileTest {
  private static final double MILLI = 1e6;

  @ParameterizedTest
  @ValueSource(ints = {50, 90, 95, 99})
  void isExceededAsOftenAsItSays(int percentile) {
    LatencyPercentile latency = new LatencyPercentile(percentile);
    Random random = new Random(7);
    int longer = 0;
    int counted = 0;
    for (int i = 0; i < 100_000; i++) {
      // As latencies are: most alike, and some far longer.
      long nanos = (long) (10 * MILLI * Math.exp(0.7 * random.nextGaussian()));
      if (i >= 5_000) {
        counted++;
        longer += nanos > latency.nanos() ? 1 : 0;
      }
      latency.took(nanos);
    }
    double share = 100.0 * longer / counted;
    assertThat(share).isBetween((100 - percentile) * 0.9, (100 - percentile) * 1.1);
  }

  @Test
  void followsAChangeWithinAFewHundredAttempts() {
    LatencyPercentile latency = new LatencyPercentile(95);
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      latency.took((long) (10 * MILLI * (1 + random.nextDouble())));
    }
    assertThat(latency.nanos() / MILLI).isBetween(18.0, 21.5);
    for (int i = 0; i < 100; i++) {
      latency.took((long) (100 * MILLI * (1 + random.nextDouble())));
    }
    assertThat(latency.nanos() / MILLI).isGreaterThan(150);
    for (int i = 0; i < 2_000; i++) {
      latency.took((long) (10 * MILLI * (1 + random.nextDouble())));
    }
    assertThat(latency.nanos() / MILLI).isLessThan(25);
  }

  @Test
  void saysNothingOfTooFew() {
    LatencyPercentile latency = new LatencyPercentile(95);
    for (int i = 1; i < LatencyPercentile.ENOUGH; i++) {
      latency.took(1);
      latency.atLeast(1_000_000);
      assertThat(latency.nanos()).isZero();
    }
    latency.took(1);
    assertThat(latency.nanos()).isPositive();
  }

  @Test
  void whatWasGivenUpCountsOnlyIfItWasLong() {
    LatencyPercentile latency = new LatencyPercentile(50);
    for (int i = 0; i < 100; i++) {
      latency.took((long) MILLI);
    }
    long before = latency.nanos();
    latency.atLeast(1);
    assertThat(latency.nanos()).isEqualTo(before);
    latency.atLeast((long) (2 * MILLI));
    assertThat(latency.nanos()).isGreaterThan(before);
  }
}

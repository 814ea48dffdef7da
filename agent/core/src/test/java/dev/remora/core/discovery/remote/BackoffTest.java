package dev.remora.core.discovery.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void spreadsOverBoundsThatDoubleUpToACap() {
    Backoff backoff = new Backoff(new Random(1));
    long[] bounds = {500, 1000, 2000, 4000, 8000, 15_000, 15_000};
    for (int failures = 1; failures <= bounds.length; failures++) {
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 2000; i++) {
        long millis = backoff.millis(failures);
        least = Math.min(least, millis);
        most = Math.max(most, millis);
      }
      long bound = bounds[failures - 1];
      assertThat(least).isBetween(50L, 50 + bound / 100);
      assertThat(most).isBetween(bound - bound / 100, bound);
    }
    assertThat(backoff.millis(Integer.MAX_VALUE)).isBetween(50L, 15_000L);
  }
}

package dev.remora.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitTest {
  private static final long MILLI = 1_000_000;

  @Test
  void aimdAddsOneAndTakesATenth() {
    AimdLimit limit = new AimdLimit();
    assertThat(limit.get()).isEqualTo(20);
    limit.sample(MILLI, 9, false, 0);
    assertThat(limit.get()).as("less than half in use").isEqualTo(20);
    for (int i = 0; i < 1000; i++) {
      limit.sample(MILLI, 200, false, 0);
    }
    assertThat(limit.get()).isEqualTo(200);
    limit.sample(MILLI, 1, true, 0);
    assertThat(limit.get()).isEqualTo(180);
    limit.sample(5_001 * MILLI, 1, false, 0);
    assertThat(limit.get()).isEqualTo(162);
    for (int i = 0; i < 100; i++) {
      limit.sample(MILLI, 1, true, 0);
    }
    assertThat(limit.get()).isEqualTo(20);
  }

  /** A window of twenty calls. */
  private static long window(GradientLimit limit, long now, long took, int inFlight) {
    for (int i = 0; i < 20; i++) {
      limit.sample(took, inFlight, false, now + i);
    }
    return now + GradientLimit.WINDOW_NANOS;
  }

  @Test
  void gradientGrowsWhileLatencyStaysAndShrinksWhenItRises() {
    GradientLimit limit = new GradientLimit(0);
    long now = GradientLimit.WINDOW_NANOS;
    for (int i = 0; i < 300; i++) {
      now = window(limit, now, 10 * MILLI, limit.get());
    }
    assertThat(limit.get()).isBetween(190, 200);
    for (int i = 0; i < 50; i++) {
      now = window(limit, now, 40 * MILLI, limit.get());
    }
    assertThat(limit.get()).isLessThan(30);
  }

  @Test
  void gradientDoesNotGrowForAnApplicationThatMakesFewCalls() {
    GradientLimit limit = new GradientLimit(0);
    long now = GradientLimit.WINDOW_NANOS;
    for (int i = 0; i < 50; i++) {
      now = window(limit, now, 10 * MILLI, 5);
    }
    assertThat(limit.get()).isEqualTo(20);
  }

  @Test
  void theLimiterLetsThroughAsManyAsTheLimitSays() {
    ConcurrencyLimiter limiter = new ConcurrencyLimiter(new FixedLimit(2));
    assertThat(limiter.tryAcquire()).isEqualTo(1);
    assertThat(limiter.tryAcquire()).isEqualTo(2);
    assertThat(limiter.tryAcquire()).isZero();
    assertThat(limiter.describe()).isEqualTo("2 calls under way, at most 2 may be");
    limiter.ended(2, MILLI, false, 0);
    assertThat(limiter.tryAcquire()).isEqualTo(2);
    limiter.released();
    limiter.released();
    assertThat(limiter.describe()).isEqualTo("0 calls under way, at most 2 may be");
  }
}

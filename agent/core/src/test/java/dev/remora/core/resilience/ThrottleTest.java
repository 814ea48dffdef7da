package dev.remora.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final long START = 5;
  private final Luck luck = new Luck(0.5);
  private final Throttle throttle = new Throttle(2, luck, START);

  private void calls(int accepted, int turnedAway) {
    for (int i = 0; i < accepted + turnedAway; i++) {
      throttle.ended(i < accepted, START);
    }
  }

  @Test
  void rejectsByTheFormula() {
    calls(50, 50);
    assertThat(throttle.rejected(START)).isZero();
    calls(0, 100);
    assertThat(throttle.rejected(START)).isCloseTo(100.0 / 201, within(1e-9));
    luck.next = 0.49;
    assertThat(throttle.tryAcquire(START)).isFalse();
    luck.next = 0.51;
    assertThat(throttle.tryAcquire(START)).isTrue();
    // The rejected one was a request too.
    assertThat(throttle.rejected(START)).isCloseTo(101.0 / 202, within(1e-9));
  }

  @Test
  void letsAFifthThroughWhateverHappens() {
    calls(0, 100_000);
    assertThat(throttle.rejected(START)).isEqualTo(0.8);
    assertThat(throttle.describe(START))
        .isEqualTo("80% of calls are rejected, as it turns many away");
    assertThat(throttle.rejected(START + Throttle.WINDOW_NANOS)).isZero();
  }
}

package dev.remora.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
  private static long longest(int retry) {
    return new Backoff(25, 250, new Luck(Math.nextDown(1.0))).millis(retry);
  }

  @Test
  void isRandomUpToABoundThatGrows() {
    assertThat(new Backoff(25, 250, new Luck(0)).millis(1)).isZero();
    assertThat(new Backoff(25, 250, new Luck(0.5)).millis(1)).isEqualTo(13);
    assertThat(longest(1)).isEqualTo(25);
    assertThat(longest(2)).isEqualTo(75);
    assertThat(longest(3)).isEqualTo(175);
    assertThat(longest(4)).isEqualTo(250);
    assertThat(longest(10)).isEqualTo(250);
  }
}

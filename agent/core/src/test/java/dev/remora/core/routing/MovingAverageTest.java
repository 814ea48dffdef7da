package dev.remora.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
  @Test
  void forgetsAsTheExponentialFunctionDoes() {
    for (int age = 0; age < 2_000_000; age = age * 101 / 100 + 1) {
      double seconds = MovingAverage.nanos(age) / TimeUnit.SECONDS.toNanos(1);
      assertThat(MovingAverage.left(age)).isCloseTo(Math.exp(-seconds / 10), within(0.0001));
    }
    assertThat(MovingAverage.left(Integer.MAX_VALUE)).isZero();
  }

  @Test
  void doesNotForgetWhatAnotherThreadKnowsFirst() {
    assertThat(MovingAverage.left(-1)).isEqualTo(1);
  }

  @Test
  void holdsAValueAndItsMoment() {
    long average = MovingAverage.of(5e6, MovingAverage.moment(3L << 40));
    assertThat(MovingAverage.value(average)).isEqualTo(5e6);
    assertThat(MovingAverage.age(average, MovingAverage.moment((3L << 40) + (7 << 20))))
        .isEqualTo(7);
  }
}

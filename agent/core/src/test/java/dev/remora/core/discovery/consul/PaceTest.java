package dev.remora.core.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long now = -5 * SECOND;
  private final Pace pace = new Pace(now);

  @Test
  void letsTwoGoAtOnceThenOneASecondWhileThereAreNews() {
    assertThat(wake(true)).isZero();
    assertThat(wake(true)).isZero();
    for (int i = 0; i < 20; i++) {
      assertThat(wake(true)).isEqualTo(SECOND);
    }
  }

  @Test
  void slowsDownToFifteenSecondsWhereNothingIsNew() {
    assertThat(wake(false)).isZero();
    assertThat(wake(false)).isZero();
    double[] seconds = {2, 4, 8, 15, 15, 15};
    for (double expected : seconds) {
      assertThat((double) wake(false) / SECOND)
          .isCloseTo(expected, org.assertj.core.api.Assertions.within(0.01));
    }
  }

  @Test
  void hastensAgainWithNews() {
    for (int i = 0; i < 8; i++) {
      wake(false);
    }
    wake(true);
    assertThat(wake(true)).isEqualTo(SECOND);
  }

  @Test
  void restsAfterAQuietWait() {
    for (int i = 0; i < 8; i++) {
      wake(false);
    }
    pace.quiet(now);
    assertThat(wake(true)).isZero();
    assertThat(wake(true)).isZero();
  }

  @Test
  void doesNotDelayWhatIsRare() {
    for (int i = 0; i < 20; i++) {
      now += 20 * SECOND;
      assertThat(wake(i % 3 == 0)).isZero();
    }
  }

  /** A wake-up; time goes on by the delay. */
  private long wake(boolean news) {
    long delay = pace.delay(news, now);
    now += delay;
    return delay;
  }
}

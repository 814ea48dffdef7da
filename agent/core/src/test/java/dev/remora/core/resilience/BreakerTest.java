package dev.remora.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final long SECOND = 1_000_000_000L;

  private long now = 77 * SECOND;
  private final Breaker breaker = new Breaker(0.5, 10 * SECOND, 20, 5 * SECOND, 4, now);

  private void calls(int successes, int failures) {
    for (int i = 0; i < successes + failures; i++) {
      breaker.ended(breaker.tryAcquire(now), i >= successes, now);
    }
  }

  @Test
  void opensAtTheShareOfFailuresAndNotBefore() {
    calls(0, 19);
    assertThat(breaker.tryAcquire(now)).isNotNull();
    calls(0, 1);
    assertThat(breaker.tryAcquire(now)).isNull();
    assertThat(breaker.describe(now))
        .isEqualTo("circuit open: 20 of 20 calls failed; some are tried in 5000ms");
  }

  @Test
  void forgetsWhatIsOlderThanTheWindow() {
    calls(0, 19);
    now += 10 * SECOND;
    calls(0, 19);
    assertThat(breaker.tryAcquire(now)).isNotNull();
  }

  @Test
  void staysClosedBelowTheShare() {
    calls(60, 50);
    assertThat(breaker.describe(now)).isEqualTo("circuit closed");
  }

  @Test
  void triesAFewAndClosesWhenTheySucceed() {
    calls(0, 20);
    now += 5 * SECOND;
    List<Breaker.State> probes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      probes.add(breaker.tryAcquire(now));
    }
    assertThat(probes).doesNotContainNull();
    assertThat(breaker.tryAcquire(now)).isNull();
    breaker.released(probes.get(0));
    probes.set(0, breaker.tryAcquire(now));
    assertThat(probes.get(0)).isNotNull();
    breaker.ended(probes.get(0), true, now);
    for (int i = 1; i < 4; i++) {
      breaker.ended(probes.get(i), false, now);
    }
    assertThat(breaker.describe(now)).isEqualTo("circuit closed");
    calls(0, 19);
    assertThat(breaker.tryAcquire(now)).isNotNull();
  }

  @Test
  void opensAgainAsSoonAsTheProbesCanNotSucceedAnyMore() {
    Breaker.State late = breaker.tryAcquire(now);
    calls(0, 20);
    now += 5 * SECOND;
    Breaker.State one = breaker.tryAcquire(now);
    Breaker.State two = breaker.tryAcquire(now);
    // Began before it opened: it tells nothing about now.
    breaker.ended(late, true, now);
    breaker.ended(one, true, now);
    assertThat(breaker.tryAcquire(now)).isNotNull();
    breaker.ended(two, true, now);
    assertThat(breaker.tryAcquire(now)).isNull();
    now += 5 * SECOND;
    assertThat(breaker.tryAcquire(now)).isNotNull();
  }

  @Test
  void probesWhoseEndIsNeverToldDoNotKeepItShut() {
    calls(0, 20);
    now += 5 * SECOND;
    for (int i = 0; i < 4; i++) {
      breaker.tryAcquire(now);
    }
    assertThat(breaker.tryAcquire(now)).isNull();
    now += 5 * SECOND;
    assertThat(breaker.tryAcquire(now)).isNotNull();
  }
}

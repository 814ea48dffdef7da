package dev.remora.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final long SECOND = 1_000_000_000L;

  /** Retries of {@code seconds} of total failure, all of whose calls ask once. */
  private static int retries(RetryBudget budget, int callsPerSecond, int seconds) {
    int retries = 0;
    for (int i = 0; i < callsPerSecond * seconds; i++) {
      budget.called();
      retries += budget.tryRetry(i * SECOND / callsPerSecond) ? 1 : 0;
    }
    return retries;
  }

  @Test
  void aTotalFailureMakesOneFifthMoreAttempts() {
    assertThat(retries(new RetryBudget(0.2, 10), 1000, 30)).isBetween(5_900, 6_010);
    assertThat(retries(new RetryBudget(0.2, 10), 50, 30)).isBetween(290, 310);
  }

  @Test
  void fewCallsAreRetriedUpToTheFloor() {
    assertThat(retries(new RetryBudget(0.2, 10), 8, 30)).isEqualTo(8 * 30);
    assertThat(retries(new RetryBudget(0.2, 10), 20, 30)).isEqualTo(10 * 30);
    assertThat(retries(new RetryBudget(0.2, 0), 10, 30)).isEqualTo(60);
    assertThat(retries(new RetryBudget(0, 0), 10, 30)).isZero();
  }

  @Test
  void noMoreThanAFewAreSavedUp() {
    RetryBudget budget = new RetryBudget(0.2, 10);
    for (int i = 0; i < 100_000; i++) {
      budget.called();
    }
    int burst = 0;
    while (budget.tryRetry(0)) {
      burst++;
    }
    assertThat(burst).isEqualTo(10);
    // The next second's floor.
    assertThat(budget.tryRetry(SECOND)).isTrue();
  }
}

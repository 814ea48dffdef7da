package dev.remora.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlidingCountsTest {
  private static final long START = Long.MIN_VALUE / 3;

  private static List<Integer> sums(SlidingCounts counts, long now) {
    long sums = counts.sums(now);
    return List.of(SlidingCounts.first(sums), SlidingCounts.second(sums));
  }

  @Test
  void countsBothWithinTheWindow() {
    SlidingCounts counts = new SlidingCounts(1000, START);
    assertThat(sums(counts, START)).containsExactly(0, 0);
    counts.add(true, START);
    counts.add(false, START + 450);
    counts.add(false, START + 899);
    assertThat(sums(counts, START + 899)).containsExactly(1, 2);
    assertThat(sums(counts, START + 1000)).containsExactly(0, 2);
    assertThat(sums(counts, START + 1450)).containsExactly(0, 1);
    assertThat(sums(counts, START + 1900)).containsExactly(0, 0);
  }

  @Test
  void emptiesWhatIsCountedInAgain() {
    SlidingCounts counts = new SlidingCounts(1000, START);
    for (int turn = 0; turn < 50; turn++) {
      long now = START + turn * 10_000L;
      counts.add(true, now);
      assertThat(sums(counts, now)).containsExactly(1, 0);
    }
  }

  @Test
  void losesNothingBetweenThreads() throws InterruptedException {
    SlidingCounts counts = new SlidingCounts(1_000_000, START);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean first = i % 2 == 0;
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 10_000; n++) {
                  counts.add(first, START + n * 50L);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(sums(counts, START + 500_000)).containsExactly(20_000, 20_000);
  }
}

package dev.remora.gateway.filter.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Token buckets on a clock of the test's own. */
class BucketsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Rate TEN = new Rate(10, Duration.ofSeconds(1), 5);

  private final Buckets buckets = new Buckets(1024);

  /** Takes all that is there, and says how many that were. */
  private static int empty(Buckets buckets, long key, Rate rate) {
    int let = 0;
    while (buckets.take(key, rate, SECOND) <= 0) {
      let++;
    }
    return let;
  }

  @Test
  void letsABurstThroughAndThenTheRate() {
    for (int i = 0; i < 5; i++) {
      assertThat(buckets.take(1, TEN, SECOND)).isEqualTo(-(i + 1) * SECOND / 10);
    }
    assertThat(buckets.take(1, TEN, SECOND)).as("time to wait").isEqualTo(SECOND / 10);
    assertThat(buckets.take(1, TEN, SECOND + SECOND / 10 - 1)).isEqualTo(1);
    assertThat(buckets.take(1, TEN, SECOND + SECOND / 10)).isNegative();
    assertThat(buckets.take(1, TEN, SECOND + SECOND / 10)).isPositive();
  }

  @Test
  void fillsNoFurtherThanTheBurst() {
    buckets.take(1, TEN, SECOND);
    int let = 0;
    while (buckets.take(1, TEN, 3600 * SECOND) <= 0) {
      let++;
    }
    assertThat(let).isEqualTo(5);
  }

  @Test
  void keepsKeysApart() {
    empty(buckets, 1, TEN);
    assertThat(buckets.take(2, TEN, SECOND)).isNegative();
  }

  @Test
  void takesBackWhatWasForNothing() {
    empty(buckets, 1, TEN);
    buckets.giveBack(1, TEN);
    assertThat(buckets.take(1, TEN, SECOND)).isNegative();
    assertThat(buckets.take(1, TEN, SECOND)).isPositive();
  }

  @Test
  void owesNoMoreThanAFullBucketAfterTheRateWasRaised() {
    Rate slow = new Rate(1, Duration.ofHours(1), 100);
    empty(buckets, 1, slow);
    assertThat(buckets.take(1, TEN, SECOND)).isEqualTo(SECOND / 10);
  }

  @Test
  void noFloodOfKeysHasAnEmptyBucketForgotten() {
    Buckets small = new Buckets(64);
    Rate rate = new Rate(10, Duration.ofMinutes(1), 10);
    List<Long> emptied = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      long key = random();
      assertThat(empty(small, key, rate)).isLessThanOrEqualTo(10);
      emptied.add(key);
    }
    for (int i = 0; i < 100_000; i++) {
      small.take(random(), rate, SECOND);
    }
    for (long key : emptied) {
      assertThat(small.take(key, rate, SECOND)).as("a key that has had its share").isPositive();
    }
    for (int i = 0; i < 1_000; i++) {
      // As fast as one bucket fills: none of them can be emptied by chance.
      long now = (121 + 6 * i) * SECOND;
      assertThat(small.take(random(), rate, now)).as("once all are full").isNegative();
    }
  }

  /** High bits choose the place, as those of a hash do. */
  private static long random() {
    return ThreadLocalRandom.current().nextLong();
  }

  @Test
  void countsExactlyFromManyThreads() throws InterruptedException {
    Rate rate = new Rate(1, Duration.ofHours(1), 10_000);
    AtomicInteger let = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 10_000; j++) {
                  if (buckets.take(1, rate, SECOND) <= 0) {
                    let.incrementAndGet();
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(let).hasValue(10_000);
  }
}

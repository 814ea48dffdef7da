package dev.remora.core.resilience;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often each of two things happened within the last while: ten buckets in a ring, each one long
 * that holds the bucket's time and both counts, so that one compare-and-set both counts and empties
 * a bucket whose time is past. The oldest bucket leaves as a whole: the window is between nine and
 * ten tenths of its length. A bucket's count stays at 4,194,303 once it is there.
 */
final class SlidingCounts {
  private static final int BUCKETS = 10;
  private static final int COUNT_BITS = 22;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final int TIME_SHIFT = 2 * COUNT_BITS;
  private static final long TIME_MASK = (1L << (Long.SIZE - TIME_SHIFT)) - 1;

  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
  private final long bucketNanos;
  private final long origin;

  /**
   * Nothing happened yet.
   *
   * @param windowNanos at least 10
   */
  SlidingCounts(long windowNanos, long now) {
    bucketNanos = windowNanos / BUCKETS;
    // The time 0 is what empty buckets hold: it must not be this window's.
    origin = now - (BUCKETS + 1) * bucketNanos;
  }

  /** Counts one, of the first or of the second. */
  void add(boolean first, long now) {
    long time = (now - origin) / bucketNanos;
    int bucket = (int) (time % BUCKETS);
    int shift = first ? COUNT_BITS : 0;
    while (true) {
      long before = buckets.get(bucket);
      long counts = age(time, before) == 0 ? before : (time & TIME_MASK) << TIME_SHIFT;
      if ((counts >>> shift & COUNT_MASK) == COUNT_MASK
          || buckets.compareAndSet(bucket, before, counts + (1L << shift))) {
        return;
      }
    }
  }

  /** Both counts, for {@link #first} and {@link #second}. */
  long sums(long now) {
    long time = (now - origin) / bucketNanos;
    long first = 0;
    long second = 0;
    for (int i = 0; i < BUCKETS; i++) {
      long bucket = buckets.get(i);
      if (age(time, bucket) < BUCKETS) {
        first += bucket >>> COUNT_BITS & COUNT_MASK;
        second += bucket & COUNT_MASK;
      }
    }
    return first << Integer.SIZE | second;
  }

  static int first(long sums) {
    return (int) (sums >>> Integer.SIZE);
  }

  static int second(long sums) {
    return (int) sums;
  }

  /** How many buckets ago {@code bucket} was counted in. */
  private static long age(long time, long bucket) {
    return time - (bucket >>> TIME_SHIFT) & TIME_MASK;
  }
}

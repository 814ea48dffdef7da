package dev.remora.gateway.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What happened in each of the last seconds. One thread counts, any may read: of seconds that are
 * over, so that what is read no longer changes.
 */
final class Live {
  /** Of these, {@link LiveSnapshot#SECONDS} are read, and the rest is what readers may be late. */
  private static final int SLOTS = 64;

  private static final int COUNT = Latency.BUCKETS;
  private static final int ERRORS = COUNT + 1;

  private final Second[] seconds = new Second[SLOTS];
  private volatile long begun = Long.MIN_VALUE;

  /** Counts one that ended at {@code now}. */
  void record(long now, long nanos, boolean isError) {
    long second = second(now);
    int index = (int) (second & (SLOTS - 1));
    Second slot = seconds[index];
    if (slot == null) {
      slot = new Second();
      seconds[index] = slot;
    }
    if (slot.second != second) {
      slot.clear(second);
      begun = second;
    }
    slot.add(Latency.bucket(nanos));
    slot.add(COUNT);
    if (isError) {
      slot.add(ERRORS);
    }
  }

  /** The second in which {@code now} lies, of {@link System#nanoTime}. */
  static long second(long now) {
    return Math.floorDiv(now, TimeUnit.SECONDS.toNanos(1));
  }

  /** Adds what was counted in {@code second} to {@code sum}. */
  void addTo(LiveSum sum, long second) {
    if (begun < second) {
      return;
    }
    Second slot = seconds[(int) (second & (SLOTS - 1))];
    if (slot != null && slot.second == second) {
      sum.add(slot.counts.getAcquire(COUNT), slot.counts.getAcquire(ERRORS), slot.counts);
    }
  }

  /** What was counted: by length, and after that all, and the errors. */
  private static final class Second {
    private final AtomicIntegerArray counts = new AtomicIntegerArray(ERRORS + 1);
    private volatile long second = Long.MIN_VALUE;

    void add(int index) {
      counts.setRelease(index, counts.getPlain(index) + 1);
    }

    void clear(long next) {
      second = Long.MIN_VALUE;
      for (int i = 0; i < counts.length(); i++) {
        counts.setRelease(i, 0);
      }
      second = next;
    }
  }
}

package dev.remora.gateway.metrics;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** What happened in one or more seconds, on all event loops. */
final class LiveSum {
  private long count;
  private long errors;
  private final long[] buckets = new long[Latency.BUCKETS];

  void add(int count, int errors, AtomicIntegerArray buckets) {
    this.count += count;
    this.errors += errors;
    for (int i = 0; i < this.buckets.length; i++) {
      this.buckets[i] += buckets.getAcquire(i);
    }
  }

  void add(LiveSum other) {
    count += other.count;
    errors += other.errors;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += other.buckets[i];
    }
  }

  long count() {
    return count;
  }

  long errors() {
    return errors;
  }

  /** What {@code share} of all took no longer than, in milliseconds; 0: there were none. */
  double millis(double share) {
    long all = 0;
    for (long each : buckets) {
      all += each;
    }
    long rank = Math.max(1, (long) Math.ceil(share * all));
    for (int i = 0; i < buckets.length && all > 0; i++) {
      rank -= buckets[i];
      if (rank <= 0) {
        return Latency.millis(i);
      }
    }
    return 0;
  }
}

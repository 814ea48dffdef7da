package dev.remora.telemetry.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long calls of one kind took. Recording neither locks nor allocates, which the SDK's own
 * histogram does; it is read in between.
 */
final class Histogram {
  /**
   * Upper bounds in seconds, as the semantic conventions advise for {@code
   * http.client.request.duration}.
   */
  static final List<Double> BOUNDS;

  private static final long[] NANOS = {
    5_000_000L,
    10_000_000L,
    25_000_000L,
    50_000_000L,
    75_000_000L,
    100_000_000L,
    250_000_000L,
    500_000_000L,
    750_000_000L,
    1_000_000_000L,
    2_500_000_000L,
    5_000_000_000L,
    7_500_000_000L,
    10_000_000_000L
  };

  static {
    BOUNDS = new ArrayList<>();
    for (long nanos : NANOS) {
      BOUNDS.add(nanos / 1e9);
    }
  }

  final String method;
  final int status;
  final String errorType;

  private final AtomicLongArray counts = new AtomicLongArray(NANOS.length + 1);
  private final LongAdder sum = new LongAdder();

  // What was exported, of the exporting thread.
  private final long[] exported = new long[NANOS.length + 1];
  private long exportedSum;

  /**
   * An empty one.
   *
   * @param method null: of all that there was no room for
   * @param status 0: there was no response
   * @param errorType null: no error
   */
  Histogram(String method, int status, String errorType) {
    this.method = method;
    this.status = status;
    this.errorType = errorType;
  }

  void record(long nanos) {
    int bucket = 0;
    while (bucket < NANOS.length && nanos > NANOS[bucket]) {
      bucket++;
    }
    counts.getAndIncrement(bucket);
    sum.add(nanos);
  }

  /**
   * What has been recorded, and how much it took in seconds.
   *
   * @param delta only since this was last asked
   */
  Reading read(boolean delta) {
    List<Long> buckets = new ArrayList<>(exported.length);
    long total = 0;
    for (int i = 0; i < exported.length; i++) {
      long now = counts.get(i);
      long count = delta ? now - exported[i] : now;
      exported[i] = now;
      buckets.add(count);
      total += count;
    }
    long nowSum = sum.sum();
    double seconds = (delta ? nowSum - exportedSum : nowSum) / 1e9;
    exportedSum = nowSum;
    return new Reading(buckets, total, seconds);
  }

  /** The content at one moment. */
  static final class Reading {
    final List<Long> buckets;
    final long count;
    final double seconds;

    Reading(List<Long> buckets, long count, double seconds) {
      this.buckets = buckets;
      this.count = count;
      this.seconds = seconds;
    }
  }
}

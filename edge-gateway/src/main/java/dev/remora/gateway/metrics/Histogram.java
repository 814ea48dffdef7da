package dev.remora.gateway.metrics;

import dev.remora.gateway.exchange.Exchange;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Counts durations by their length. One thread counts, any may read. */
final class Histogram {
  /**
   * In seconds: those of OpenTelemetry's conventions, and two below them, because a proxy on the
   * way to a near service takes less than their least.
   */
  static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
  };

  static final int BUCKETS = BOUNDS.length + 1;

  private static final long[] NANOS = new long[BOUNDS.length];

  static {
    for (int i = 0; i < NANOS.length; i++) {
      NANOS[i] = Math.round(BOUNDS[i] * 1e9);
    }
  }

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final AtomicLong nanos = new AtomicLong();

  /** Null until a trace is recorded. */
  private volatile AtomicReferenceArray<Exemplar> exemplars;

  /** Counts one; which bucket it fell into. */
  int record(long duration) {
    int bucket = 0;
    while (bucket < NANOS.length && duration > NANOS[bucket]) {
      bucket++;
    }
    counts.setRelease(bucket, counts.getPlain(bucket) + 1);
    nanos.setRelease(nanos.getPlain() + duration);
    return bucket;
  }

  /** Counts one, and keeps its trace as the bucket's example if that is recorded. */
  void record(long duration, Exchange exchange) {
    int bucket = record(duration);
    if (exchange.isSampled()) {
      AtomicReferenceArray<Exemplar> all = exemplars;
      if (all == null) {
        all = new AtomicReferenceArray<>(BUCKETS);
        exemplars = all;
      }
      all.setRelease(
          bucket,
          new Exemplar(
              exchange.traceId(), exchange.spanId(), duration / 1e9, System.currentTimeMillis()));
    }
  }

  /** Adds what was counted so far to {@code sum}. */
  void addTo(Sum sum) {
    AtomicReferenceArray<Exemplar> all = exemplars;
    for (int i = 0; i < BUCKETS; i++) {
      sum.counts[i] += counts.getAcquire(i);
      Exemplar exemplar = all == null ? null : all.getAcquire(i);
      if (exemplar != null
          && (sum.exemplars[i] == null || sum.exemplars[i].millis() < exemplar.millis())) {
        sum.exemplars[i] = exemplar;
      }
    }
    sum.nanos += nanos.getAcquire();
  }

  /**
   * A request whose trace can be looked up.
   *
   * @param seconds how long it took
   * @param millis when it ended, since 1970
   */
  record Exemplar(String traceId, String spanId, double seconds, long millis) {}

  /** What several have counted. */
  static final class Sum {
    final long[] counts = new long[BUCKETS];
    final Exemplar[] exemplars = new Exemplar[BUCKETS];
    long nanos;

    /** All that was counted. */
    long count() {
      long count = 0;
      for (long each : counts) {
        count += each;
      }
      return count;
    }
  }
}

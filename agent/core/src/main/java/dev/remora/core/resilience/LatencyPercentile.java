package dev.remora.core.resilience;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the attempts take that are slower than so many in a hundred, as a running estimate: each
 * attempt that takes longer raises it, each that takes less lowers it, by steps whose ratio is that
 * of the shares, so that they are in balance at the percentile (Robbins and Monro, 1951; steps
 * proportional to the estimate itself as in Ma, Muthukrishnan and Sandler's <i>Frugal
 * Streaming</i>, 2013). One number instead of a histogram of the last while: it follows a change of
 * latency within some hundred attempts.
 *
 * <p>Lock-free, and without garbage.
 */
final class LatencyPercentile {
  /** How many attempts must have ended before it says anything. */
  static final int ENOUGH = 50;

  /** What an estimate moves by at most; 5 % wide, it wavers by about as much. */
  private static final double STEP = 0.05;

  /** Without a floor a multiplicative step could not leave 0. */
  private static final long LEAST_NANOS = 1_000;

  private final double up;
  private final double down;
  private final AtomicLong estimate = new AtomicLong();

  /** Up to {@link #ENOUGH}; that two threads may count one attempt does no harm. */
  private int attempts;

  /**
   * Nothing is known yet.
   *
   * @param percentile 1 to 99
   */
  LatencyPercentile(int percentile) {
    up = 1 + STEP * percentile / 100.0;
    down = 1 - STEP * (100 - percentile) / 100.0;
  }

  /** An attempt took so many nanoseconds. */
  void took(long nanos) {
    if (attempts < ENOUGH) {
      attempts++;
      first(nanos);
      return;
    }
    long before = estimate.get();
    // Where another thread was faster this one's attempt is not counted: one of many.
    estimate.compareAndSet(before, moved(before, nanos > before));
  }

  /** An attempt would have taken longer than so many nanoseconds. */
  void atLeast(long nanos) {
    long before = estimate.get();
    if (attempts >= ENOUGH && nanos >= before) {
      estimate.compareAndSet(before, moved(before, true));
    }
  }

  /** The first ones set it to the longest of them: too late is better than too often. */
  private void first(long nanos) {
    while (true) {
      long before = estimate.get();
      if (before >= nanos || estimate.compareAndSet(before, Math.max(LEAST_NANOS, nanos))) {
        return;
      }
    }
  }

  private long moved(long before, boolean longer) {
    return Math.max(LEAST_NANOS, (long) (before * (longer ? up : down)));
  }

  /** The estimate in nanoseconds; 0: too few attempts have ended. */
  long nanos() {
    return attempts < ENOUGH ? 0 : estimate.get();
  }
}

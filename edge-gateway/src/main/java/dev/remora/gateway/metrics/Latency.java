package dev.remora.gateway.metrics;

/**
 * Durations in buckets that are a quarter of their power of two wide: what is read out of one is
 * right to an eighth. From 32 µs to a minute.
 */
final class Latency {
  private static final int LEAST_POWER = 15;
  private static final int MOST_POWER = 36;
  private static final int STEP_BITS = 2;
  private static final int STEPS = 1 << STEP_BITS;

  static final int BUCKETS = (MOST_POWER - LEAST_POWER) * STEPS + 2;

  private Latency() {}

  /** The bucket that {@code nanos} falls into. */
  static int bucket(long nanos) {
    if (nanos < 1L << LEAST_POWER) {
      return 0;
    }
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    if (power >= MOST_POWER) {
      return BUCKETS - 1;
    }
    int step = (int) (nanos >>> (power - STEP_BITS)) & (STEPS - 1);
    return 1 + (power - LEAST_POWER) * STEPS + step;
  }

  /** The middle of a bucket, in milliseconds. */
  static double millis(int bucket) {
    if (bucket == 0) {
      return (1L << LEAST_POWER) / 2 / 1e6;
    }
    if (bucket == BUCKETS - 1) {
      return (1L << MOST_POWER) / 1e6;
    }
    int power = LEAST_POWER + (bucket - 1) / STEPS;
    int step = (bucket - 1) % STEPS;
    double width = (double) (1L << power) / STEPS;
    return ((1L << power) + (step + 0.5) * width) / 1e6;
  }
}

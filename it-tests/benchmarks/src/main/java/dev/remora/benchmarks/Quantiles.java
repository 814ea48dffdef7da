package dev.remora.benchmarks;

import java.util.Arrays;

/** Times in nanoseconds, and how they are spread. */
final class Quantiles {
  private final long[] sorted;

  private Quantiles(long[] sorted) {
    this.sorted = sorted;
  }

  static Quantiles of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Quantiles(sorted);
  }

  /** The least time in milliseconds that {@code share} of all, above 0 to 1, do not exceed. */
  double millis(double share) {
    return sorted[(int) Math.ceil(sorted.length * share) - 1] / 1e6;
  }

  /** {@code p50, p99, max}. */
  @Override
  public String toString() {
    return String.format(
        "p50 %.3f ms, p99 %.3f ms, max %.3f ms", millis(0.5), millis(0.99), millis(1));
  }
}

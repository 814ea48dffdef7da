package dev.remora.simulator;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** How long serving one request takes. */
interface ServiceTime {
  /** A time in nanoseconds, more than 0. */
  long next(SplittableRandom chance);

  /** Always the same. */
  static ServiceTime fixed(double millis) {
    long nanos = nanos(millis);
    return chance -> nanos;
  }

  /** A normal distribution, cut off at a tenth of its mean. */
  static ServiceTime normal(double meanMillis, double deviationMillis) {
    long least = nanos(meanMillis / 10);
    return chance -> Math.max(least, nanos(meanMillis + deviationMillis * chance.nextGaussian()));
  }

  /**
   * A log-normal distribution, the shape of most measured latencies.
   *
   * @param p99Millis what 99 of 100 don't exceed
   */
  static ServiceTime logNormal(double medianMillis, double p99Millis) {
    // 2.3263 is the standard normal distribution's 99th percentile.
    double sigma = Math.log(p99Millis / medianMillis) / 2.3263;
    return chance -> Math.max(1, nanos(medianMillis * Math.exp(sigma * chance.nextGaussian())));
  }

  private static long nanos(double millis) {
    return Math.round(millis * TimeUnit.MILLISECONDS.toNanos(1));
  }
}

package dev.remora.simulator;

import java.util.concurrent.TimeUnit;

/** A share over the seconds of a run: how many of how many. */
final class PerSecond {
  private final long[] some;
  private final long[] all;

  PerSecond(int seconds) {
    some = new long[seconds];
    all = new long[seconds];
  }

  /** Counts one that happened at a moment; beyond the end it is not counted. */
  void count(long moment, boolean one) {
    int second = (int) (moment / TimeUnit.SECONDS.toNanos(1));
    if (second < all.length) {
      all[second]++;
      if (one) {
        some[second]++;
      }
    }
  }

  /** The share in percent of the time from one second to before another. */
  double percent(int from, int to) {
    long ones = 0;
    long sum = 0;
    for (int i = from; i < to; i++) {
      ones += some[i];
      sum += all[i];
    }
    return 100.0 * ones / sum;
  }

  /** The share in percent of the whole time. */
  double percent() {
    return percent(0, all.length);
  }

  /** The share in percent in each second; NaN where there was none at all. */
  double[] line() {
    double[] line = new double[all.length];
    for (int i = 0; i < line.length; i++) {
      line[i] = percent(i, i + 1);
    }
    return line;
  }
}

package dev.remora.gateway.metrics;

import java.util.Arrays;

/**
 * The series of one route or service, on one event loop. One thread counts, any may read. There are
 * few of each, so that looking through them is the fastest way to find one.
 */
final class SeriesGroup {
  private final Budget budget;
  private volatile Series[] all = {};

  SeriesGroup(Budget budget) {
    this.budget = budget;
  }

  /** The durations of what is like this; those of all others, once there are too many. */
  Histogram of(String method, String scheme, String version, int status, String error) {
    Series[] known = all;
    for (Series series : known) {
      if (series.key().is(method, scheme, version, status, error)) {
        return series.histogram();
      }
    }
    return budget.take()
        ? add(new Series.Key(method, scheme, version, status, error))
        : overflow(known);
  }

  private Histogram overflow(Series[] known) {
    for (Series series : known) {
      if (series.key().equals(Series.Key.OVERFLOW)) {
        return series.histogram();
      }
    }
    return add(Series.Key.OVERFLOW);
  }

  private Histogram add(Series.Key key) {
    Series[] known = all;
    Series[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = new Series(key);
    all = more;
    return more[known.length].histogram();
  }

  Series[] all() {
    return all;
  }

  /** How many more series there may be on one event loop. Belongs to one thread. */
  static final class Budget {
    private int left;

    Budget(int most) {
      left = most;
    }

    private boolean take() {
      return left > 0 && left-- > 0;
    }
  }
}

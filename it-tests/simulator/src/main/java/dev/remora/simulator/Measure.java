package dev.remora.simulator;

import java.util.Locale;

/**
 * One column of a scenario's table.
 *
 * @param format of a value, for example {@code %.2f %%}
 * @param sense which values are good
 * @param bound what a judged contestant must reach; NaN: nothing
 */
record Measure(String name, String format, Sense sense, double bound) {
  /** Which values are good. */
  enum Sense {
    AT_LEAST,
    AT_MOST
  }

  /** A measure that must be {@code bound} or more. */
  static Measure atLeast(double bound, String name, String format) {
    return new Measure(name, format, Sense.AT_LEAST, bound);
  }

  /** A measure that must be {@code bound} or less. */
  static Measure atMost(double bound, String name, String format) {
    return new Measure(name, format, Sense.AT_MOST, bound);
  }

  /** A measure to look at, where less is better. */
  static Measure only(String name, String format) {
    return new Measure(name, format, Sense.AT_MOST, Double.NaN);
  }

  /** Whether {@code value} is within the bound. */
  boolean holds(double value) {
    return Double.isNaN(bound) || (sense == Sense.AT_LEAST ? value >= bound : value <= bound);
  }

  /** The worse of two values. */
  double worse(double a, double b) {
    return sense == Sense.AT_LEAST ? Math.min(a, b) : Math.max(a, b);
  }

  /** A value as the table shows it. */
  String show(double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** The column's head. */
  String head() {
    if (Double.isNaN(bound)) {
      return name;
    }
    return name + (sense == Sense.AT_LEAST ? " (≥ " : " (≤ ") + show(bound) + ")";
  }
}

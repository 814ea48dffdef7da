package dev.remora.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Medians: what can be quoted from a machine that others use too. */
final class Medians {
  private Medians() {}

  /** The median of at least one value. */
  static double of(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

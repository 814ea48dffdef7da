package dev.remora.simulator;

import java.util.Arrays;
import java.util.List;

/** Something that happens to a service, and what is measured of it. */
interface Scenario {
  /** The name of its files: {@code slow-endpoint}. */
  String name();

  /** What happens, in a line. */
  String title();

  /** What exactly happens, and where published numbers of it come from. */
  String story();

  /** The table's columns. */
  List<Measure> measures();

  /** What the picture's lines show, one value a second. */
  String unit();

  /** Who takes part. */
  List<Contestant> contestants();

  /** Runs it once. */
  Run run(Contestant contestant, long seed);

  /** What came of a run. */
  final class Run {
    private final double[] values;
    private final double[] line;

    /**
     * A run's numbers.
     *
     * @param line one value a second, NaN where there is none
     * @param values one a measure
     */
    Run(double[] line, double... values) {
      this.line = line;
      this.values = values;
    }

    double[] line() {
      return line;
    }

    double[] values() {
      return values;
    }

    @Override
    public String toString() {
      return Arrays.toString(values);
    }
  }
}

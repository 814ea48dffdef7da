package dev.remora.core.config;

import java.time.Duration;

/** After how long without a response a second attempt is made beside the first. */
public final class HedgeAfter {
  private final String spelling;
  private final Duration delay;
  private final int percentile;

  private HedgeAfter(String spelling, Duration delay, int percentile) {
    this.spelling = spelling;
    this.delay = delay;
    this.percentile = percentile;
  }

  /** Always {@code delay}. */
  static HedgeAfter fixed(String spelling, Duration delay) {
    return new HedgeAfter(spelling, delay, 0);
  }

  /** As long as {@code percentile} of a hundred attempts take at most. */
  static HedgeAfter percentile(int percentile) {
    return new HedgeAfter("p" + percentile, null, percentile);
  }

  /** The time; null where it is found out. */
  public Duration delay() {
    return delay;
  }

  /** Of how many attempts in a hundred the time is not exceeded; 0 where it is fixed. */
  public int percentile() {
    return percentile;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HedgeAfter && ((HedgeAfter) other).spelling.equals(spelling);
  }

  @Override
  public int hashCode() {
    return spelling.hashCode();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return spelling;
  }
}

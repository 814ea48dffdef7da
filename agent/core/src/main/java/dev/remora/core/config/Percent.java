package dev.remora.core.config;

/** A share of a hundred. */
public final class Percent {
  private final double percent;

  private Percent(double percent) {
    this.percent = percent;
  }

  /** {@code percent} of a hundred, 0 to 100. */
  static Percent of(double percent) {
    return new Percent(percent);
  }

  /** 0 to 1. */
  public double share() {
    return percent / 100;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Percent && ((Percent) other).percent == percent;
  }

  @Override
  public int hashCode() {
    return Double.valueOf(percent).hashCode();
  }

  /** As it is written, for example {@code 20%}. */
  @Override
  public String toString() {
    return percent == Math.rint(percent) ? (long) percent + "%" : percent + "%";
  }
}

package dev.remora.core.config;

/** How many calls of a service may be under way at once. */
public final class Concurrency {
  /** As many as latency allows. */
  public static final Concurrency GRADIENT = new Concurrency("gradient", 0);

  /** One more while calls succeed, a tenth less when one is turned away. */
  public static final Concurrency AIMD = new Concurrency("aimd", 0);

  private final String spelling;
  private final int limit;

  private Concurrency(String spelling, int limit) {
    this.spelling = spelling;
    this.limit = limit;
  }

  /** Always {@code limit}, at least 1. */
  static Concurrency fixed(int limit) {
    return new Concurrency(Integer.toString(limit), limit);
  }

  /** The limit; 0 where it is found out. */
  public int limit() {
    return limit;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Concurrency && ((Concurrency) other).spelling.equals(spelling);
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

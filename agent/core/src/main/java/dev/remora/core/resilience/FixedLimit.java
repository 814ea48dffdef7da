package dev.remora.core.resilience;

/** A limit that somebody knew. */
final class FixedLimit implements Limit {
  private final int limit;

  FixedLimit(int limit) {
    this.limit = limit;
  }

  @Override
  public int get() {
    return limit;
  }

  @Override
  public void sample(long took, int inFlight, boolean dropped, long now) {}
}

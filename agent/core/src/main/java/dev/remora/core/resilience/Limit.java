package dev.remora.core.resilience;

/** How many calls may be under way at once, found out from how they end. Lock-free. */
interface Limit {
  /** At least 1. */
  int get();

  /**
   * A call has ended with a response, or was turned away.
   *
   * @param took nanoseconds that it took
   * @param inFlight calls that were under way when it began, itself included
   * @param dropped whether it was turned away, or had no response in time
   */
  void sample(long took, int inFlight, boolean dropped, long now);
}

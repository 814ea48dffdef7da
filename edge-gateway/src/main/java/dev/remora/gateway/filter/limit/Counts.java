package dev.remora.gateway.filter.limit;

/** Where requests are counted for quotas. */
interface Counts {
  /**
   * Counts one request under each key, or under none if one of them has had its share.
   *
   * @param limits how many each key may have
   * @param ends when each is forgotten, in seconds since 1970
   * @param outcome told once, on the event loop, maybe before this returns
   */
  void count(String[] keys, long[] limits, long[] ends, Outcome outcome);

  /** What becomes of it. */
  interface Outcome {
    /**
     * The counts.
     *
     * @param used of each key, this request included if it passes; null: they can't be had
     */
    void told(boolean passes, long[] used);
  }
}

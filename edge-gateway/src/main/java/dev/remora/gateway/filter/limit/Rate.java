package dev.remora.gateway.filter.limit;

import java.time.Duration;

/**
 * How often something may happen: a token bucket, kept as the generic cell rate algorithm does
 * (GCRA, ITU-T I.371 annex A). All that is known of a bucket is the moment at which it is full
 * again; how far that is ahead is its <em>debt</em>.
 *
 * @param limit requests in {@code per}, at least 1
 * @param per at least 1 s
 * @param burst tokens in a full bucket: how many requests may come at once, at least 1
 */
record Rate(int limit, Duration per, int burst) {
  /** A bucket that takes longer to fill is none; it also keeps the sums within a long. */
  static final Duration MOST = Duration.ofDays(366);

  /** Nanoseconds in which a token comes. */
  long tokenNanos() {
    return Math.max(1, per.toNanos() / limit);
  }

  /** Nanoseconds in which an empty bucket is full: the most that it can owe. */
  long fullNanos() {
    return tokenNanos() * burst;
  }

  /** Whether a bucket takes more than {@link #MOST} to fill. */
  boolean isTooSlow() {
    return Math.multiplyHigh(tokenNanos(), burst) != 0 || fullNanos() > MOST.toNanos();
  }

  /** Whole tokens that are left in a bucket that owes {@code debt} nanoseconds. */
  long remaining(long debt) {
    return Math.max(0, (fullNanos() - debt) / tokenNanos());
  }

  /** For example {@code 100 per 60 s, burst 20}. */
  @Override
  public String toString() {
    return limit + " per " + per.toSeconds() + " s, burst " + burst;
  }
}

package dev.remora.core.discovery.remote;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait after a failure: "full jitter" (Brooker, "Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015), evenly spread from 50 ms to a bound that starts at 500 ms, doubles with
 * each failure in a row and ends at 15 s.
 *
 * <p>Recovery is quicker than 15 s: as soon as one query succeeds, all others try again at once.
 */
public final class Backoff {
  static final long FLOOR_MILLIS = 50;
  static final long FIRST_MILLIS = 500;
  static final long CAP_MILLIS = 15_000;

  private final Random random;

  /** With the thread's own random numbers. */
  public Backoff() {
    this(null);
  }

  Backoff(Random random) {
    this.random = random;
  }

  /** The wait in milliseconds after {@code failures} failures in a row, 1 or more. */
  public long millis(int failures) {
    long bound = Math.min(CAP_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 20));
    return FLOOR_MILLIS + between(bound - FLOOR_MILLIS);
  }

  private long between(long bound) {
    Random source = random == null ? ThreadLocalRandom.current() : random;
    return (long) (source.nextDouble() * bound);
  }
}

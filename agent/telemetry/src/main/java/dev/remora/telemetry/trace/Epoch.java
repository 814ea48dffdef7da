package dev.remora.telemetry.trace;

import java.time.Instant;

/** Turns moments of {@link System#nanoTime} into times of day. */
public final class Epoch {
  private volatile long offset;

  /** Set to the clock of the machine as it is now. */
  public Epoch() {
    adjust();
  }

  /** Follows the clock of the machine, which is corrected now and then. */
  public void adjust() {
    Instant now = Instant.now();
    offset = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
  }

  /** Nanoseconds since 1970. */
  public long of(long nanoTime) {
    return nanoTime + offset;
  }
}

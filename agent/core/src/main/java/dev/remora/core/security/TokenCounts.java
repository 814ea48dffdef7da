package dev.remora.core.security;

import java.util.concurrent.atomic.AtomicLong;

/** What a source of tokens has done since it began. */
public final class TokenCounts {
  final AtomicLong issued = new AtomicLong();
  final AtomicLong failures = new AtomicLong();
  final AtomicLong waits = new AtomicLong();

  /** Tokens it has got. */
  public long issued() {
    return issued.get();
  }

  /** Times it asked for one and got none. */
  public long failures() {
    return failures.get();
  }

  /** Calls that had to wait for one. */
  public long waits() {
    return waits.get();
  }
}

package dev.remora.gateway.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** Counts. One thread counts, any may read. */
final class Counter {
  private final AtomicLong value = new AtomicLong();

  void add(long more) {
    value.setRelease(value.getPlain() + more);
  }

  long value() {
    return value.getAcquire();
  }
}

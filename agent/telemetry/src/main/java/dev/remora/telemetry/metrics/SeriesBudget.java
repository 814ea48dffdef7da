package dev.remora.telemetry.metrics;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many series there may be of one metric: what comes later is counted as one, marked {@code
 * otel.metric.overflow}, with the SDK's own limit.
 */
final class SeriesBudget {
  private static final int LIMIT = 2000;

  private final AtomicInteger taken = new AtomicInteger();

  boolean tryTake() {
    return taken.get() < LIMIT && taken.incrementAndGet() <= LIMIT;
  }
}

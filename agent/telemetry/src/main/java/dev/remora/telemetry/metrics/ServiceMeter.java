package dev.remora.telemetry.metrics;

import dev.remora.core.telemetry.ObservedCall.Reason;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to the calls of one service. */
public final class ServiceMeter {
  /** As many schemes and ports as a service is called by, and some. */
  private static final int ORIGINS = 16;

  final String service;
  final LongAdder picks = new LongAdder();
  final LongAdder failovers = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder hedges = new LongAdder();
  final LongAdder rejections = new LongAdder();

  private final SeriesBudget budget;
  private volatile Durations[] origins = {};

  ServiceMeter(String service, SeriesBudget budget) {
    this.service = service;
    this.budget = budget;
  }

  /** An endpoint was picked for an attempt. */
  public void picked(Reason reason) {
    picks.increment();
    switch (reason) {
      case FAILOVER:
        failovers.increment();
        break;
      case RETRY:
        retries.increment();
        break;
      case HEDGE:
        hedges.increment();
        break;
      case FIRST:
        break;
    }
  }

  /** A call was not sent at all. */
  public void rejected() {
    rejections.increment();
  }

  /** The durations of the calls by that scheme to that logical port. */
  public Durations durations(boolean secure, int port) {
    Durations[] known = origins;
    for (Durations durations : known) {
      if (durations.secure == secure && durations.port == port) {
        return durations;
      }
    }
    return add(secure, port);
  }

  private synchronized Durations add(boolean secure, int port) {
    Durations[] known = origins;
    for (Durations durations : known) {
      if (durations.secure == secure && durations.port == port) {
        return durations;
      }
    }
    if (known.length == ORIGINS) {
      return known[0];
    }
    Durations[] more = new Durations[known.length + 1];
    System.arraycopy(known, 0, more, 0, known.length);
    more[known.length] = new Durations(secure, port, budget);
    origins = more;
    return more[known.length];
  }

  Durations[] origins() {
    return origins;
  }
}

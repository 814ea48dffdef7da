package dev.remora.core.routing;

import java.util.concurrent.atomic.LongAdder;

/** What happened at one address and port; it outlives changes of weight or tags. */
public final class EndpointStats {
  private final LongAdder picks = new LongAdder();
  private final LongAdder connectFailures = new LongAdder();

  EndpointStats() {}

  /** A call was placed here. */
  public void picked() {
    picks.increment();
  }

  /** A call could not be connected here. */
  public void connectFailed() {
    connectFailures.increment();
  }

  /** Calls placed here since the start, fail-overs to here included. */
  public long picks() {
    return picks.sum();
  }

  /** Calls that could not be connected here. */
  public long connectFailures() {
    return connectFailures.sum();
  }
}

package dev.remora.core.routing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What happened at one address and port; it outlives changes of weight or tags. */
public final class EndpointStats {
  private final LongAdder picks = new LongAdder();
  private final LongAdder connectFailures = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();

  private final EndpointHealth health = new EndpointHealth();
  private volatile Ejection ejection;

  EndpointStats() {}

  /** What the outcomes here say. */
  public EndpointHealth health() {
    return health;
  }

  /** A call was placed here. */
  public void picked() {
    picks.increment();
  }

  /** An attempt whose end will be told has begun. */
  public void began() {
    inFlight.incrementAndGet();
  }

  /**
   * An attempt that had {@link #began} ended.
   *
   * @param took nanoseconds from its beginning to the head of the response, or to the failure
   * @param now by the same clock
   */
  public void ended(Outcome outcome, long took, long now) {
    inFlight.decrementAndGet();
    if (outcome == Outcome.SERVER_ERROR || outcome == Outcome.NO_RESPONSE) {
      failures.increment();
    }
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

  /** Attempts that got a status of 500 or above here, or no response. */
  public long failures() {
    return failures.sum();
  }

  /** Attempts here that wait for the head of a response now. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Takes the endpoint out of rotation; the balancer has to be rebuilt. */
  public void eject(String reason, long untilNanos) {
    ejection = new Ejection(reason, untilNanos);
  }

  /** Takes it back. */
  public void restore() {
    ejection = null;
  }

  /** Why it is out of rotation; null: it is not. */
  public Ejection ejection() {
    return ejection;
  }
}

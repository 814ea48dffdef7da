package dev.remora.core.routing;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What happened at one address and port; it outlives changes of weight or tags.
 *
 * <p>Plain fields and updaters: a process may know 100,000 endpoints, and a {@code LongAdder} that
 * was ever contended takes kilobytes.
 */
public final class EndpointStats {
  private static final AtomicLongFieldUpdater<EndpointStats> PICKS =
      AtomicLongFieldUpdater.newUpdater(EndpointStats.class, "picks");
  private static final AtomicIntegerFieldUpdater<EndpointStats> CONNECT_FAILURES =
      AtomicIntegerFieldUpdater.newUpdater(EndpointStats.class, "connectFailures");
  private static final AtomicIntegerFieldUpdater<EndpointStats> FAILURES =
      AtomicIntegerFieldUpdater.newUpdater(EndpointStats.class, "failures");
  private static final AtomicIntegerFieldUpdater<EndpointStats> IN_FLIGHT =
      AtomicIntegerFieldUpdater.newUpdater(EndpointStats.class, "inFlight");
  private static final AtomicLongFieldUpdater<EndpointStats> LATENCY =
      AtomicLongFieldUpdater.newUpdater(EndpointStats.class, "latency");
  private static final AtomicLongFieldUpdater<EndpointStats> FAILING =
      AtomicLongFieldUpdater.newUpdater(EndpointStats.class, "failing");

  /** How much of the share of failures one attempt makes up. */
  private static final double ATTEMPT = 0.2;

  /** A share of failures that is as good as none. */
  private static final double NEGLIGIBLE = 0.001;

  private volatile long picks;
  private volatile int connectFailures;
  private volatile int failures;
  private volatile int inFlight;

  /** A {@link MovingAverage} of nanoseconds to the head of the response. */
  private volatile long latency;

  /** A {@link MovingAverage} of the share of attempts that fail, 0 to 1. */
  private volatile long failing;

  private volatile Ejection ejection;

  private final EndpointHealth health = new EndpointHealth();

  EndpointStats() {}

  /** What the outcomes here say. */
  public EndpointHealth health() {
    return health;
  }

  /** A call was placed here. */
  public void picked() {
    PICKS.getAndIncrement(this);
  }

  /** An attempt whose end will be told has begun. */
  public void began() {
    IN_FLIGHT.getAndIncrement(this);
  }

  /**
   * An attempt that had {@link #began} ended.
   *
   * @param took nanoseconds from its beginning to the head of the response, or to the failure
   * @param now by the same clock
   */
  public void ended(Outcome outcome, long took, long now) {
    IN_FLIGHT.getAndDecrement(this);
    int moment = MovingAverage.moment(now);
    if (outcome == Outcome.SUCCESS) {
      answered(took, moment);
      if (failing != 0) {
        attempted(0, moment);
      }
      return;
    }
    // That long at least a response would have taken; that a failure is fast says nothing good.
    long known = latency;
    if (known == 0 ? outcome.isFailure() : took > MovingAverage.value(known)) {
      answered(took, moment);
    }
    if (outcome.isFailure()) {
      attempted(1, moment);
      if (outcome != Outcome.CONNECT_FAILURE) {
        FAILURES.getAndIncrement(this);
      }
    }
  }

  /** A peak counts at once, what is faster only little by little. */
  private void answered(long took, int moment) {
    while (true) {
      long before = latency;
      double average = MovingAverage.value(before);
      int age = MovingAverage.age(before, moment);
      double next;
      if (before == 0 || took >= average) {
        next = Math.max(1, took);
      } else if (age <= 0) {
        // Has been told of this very moment.
        return;
      } else {
        double left = MovingAverage.left(age);
        next = Math.max(1, average * left + took * (1 - left));
      }
      if (LATENCY.compareAndSet(this, before, MovingAverage.of(next, moment))) {
        return;
      }
    }
  }

  private void attempted(int failed, int moment) {
    while (true) {
      long before = failing;
      double share =
          MovingAverage.value(before) * MovingAverage.left(MovingAverage.age(before, moment));
      double next = share + ATTEMPT * (failed - share);
      if (FAILING.compareAndSet(
          this, before, next < NEGLIGIBLE ? 0 : MovingAverage.of(next, moment))) {
        return;
      }
    }
  }

  /** A call could not be connected here. */
  public void connectFailed() {
    CONNECT_FAILURES.getAndIncrement(this);
  }

  /** Calls placed here since the start, fail-overs to here included. */
  public long picks() {
    return picks;
  }

  /** Calls that could not be connected here. */
  public long connectFailures() {
    return connectFailures;
  }

  /** Attempts that got a status of 500 or above here, or no response. */
  public long failures() {
    return failures;
  }

  /** Attempts here that wait for the head of a response now. */
  public int inFlight() {
    return inFlight;
  }

  /**
   * How long a response takes to begin here, as far as it is known at {@code now}: the peaks of the
   * last time, forgotten with a time constant of 10 s.
   *
   * @return nanoseconds; 0: nothing is known
   */
  public double latency(long now) {
    long known = latency;
    return known == 0
        ? 0
        : MovingAverage.value(known)
            * MovingAverage.left(MovingAverage.age(known, MovingAverage.moment(now)));
  }

  /**
   * How much attempts fail here, as far as it is known at {@code now}: an attempt makes up a fifth,
   * and it is forgotten with a time constant of 10 s.
   *
   * @return 0 to 1
   */
  public double failureShare(long now) {
    long known = failing;
    return known == 0
        ? 0
        : MovingAverage.value(known)
            * MovingAverage.left(MovingAverage.age(known, MovingAverage.moment(now)));
  }

  /**
   * Takes the endpoint out of rotation; the cluster has to be rebuilt.
   *
   * @param reason for people to read
   * @param until in nanoseconds of the mesh's ticker
   */
  public void eject(String reason, long until) {
    ejection = new Ejection(reason, until);
  }

  /** Takes it back; the cluster has to be rebuilt. */
  public void restore() {
    ejection = null;
  }

  /** Why it is out of rotation; null: it is not. */
  public Ejection ejection() {
    return ejection;
  }
}

package dev.remora.core.routing;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * What happened at one address and port; it outlives changes of weight or tags.
 *
 * <p>Plain fields and updaters: a process may know 100,000 endpoints, and a {@code LongAdder} that
 * was ever contended takes kilobytes.
 */
public final class EndpointStats {
  private static final AtomicLongFieldUpdater<EndpointStats> ATTEMPTS =
      AtomicLongFieldUpdater.newUpdater(EndpointStats.class, "attempts");
  private static final AtomicLongFieldUpdater<EndpointStats> PICKS =
      AtomicLongFieldUpdater.newUpdater(EndpointStats.class, "picks");
  private static final AtomicIntegerFieldUpdater<EndpointStats> CONNECT_FAILURES =
      AtomicIntegerFieldUpdater.newUpdater(EndpointStats.class, "connectFailures");
  private static final AtomicIntegerFieldUpdater<EndpointStats> FAILURES =
      AtomicIntegerFieldUpdater.newUpdater(EndpointStats.class, "failures");
  private static final AtomicLongFieldUpdater<EndpointStats> LATENCY =
      AtomicLongFieldUpdater.newUpdater(EndpointStats.class, "latency");
  private static final AtomicLongFieldUpdater<EndpointStats> FAILING =
      AtomicLongFieldUpdater.newUpdater(EndpointStats.class, "failing");

  private static final AtomicReferenceFieldUpdater<EndpointStats, EndpointHealth> HEALTH =
      AtomicReferenceFieldUpdater.newUpdater(EndpointStats.class, EndpointHealth.class, "health");

  /** How much of the latency an attempt makes up that took longer. */
  private static final double SLOWER = 1.0 / 16;

  /** How much of the latency an attempt makes up that took less. */
  private static final double FASTER = 1.0 / 64;

  /** How much of the share of failures one attempt makes up. */
  private static final double ATTEMPT = 0.2;

  /** As many attempts as don't all begin after a long silence by chance. */
  private static final int SEVERAL = 4;

  /** How many answers may be those of a process that still loads its classes and connections. */
  private static final int COLD_ANSWERS = 8;

  private static final long SUCCESS = 1L << 32;

  /** A share of failures that is as good as none. */
  private static final double NEGLIGIBLE = 0.001;

  // What every attempt writes comes first, so that it shares a cache line: that another thread has
  // written a line costs more than all that is done with it here.

  /** Attempts in flight in the lower half, and successes, of which the upper bits are lost. */
  private volatile long attempts;

  /** A {@link MovingAverage} of nanoseconds to the head of the response. */
  private volatile long latency;

  private volatile long picks;

  /** A {@link MovingAverage} of the share of attempts that fail, 0 to 1. */
  private volatile long failing;

  private volatile int connectFailures;
  private volatile int failures;

  /** The successes of {@link #attempts} when the background last asked. */
  private int taken;

  private volatile Ejection ejection;

  /** Null until an attempt has ended here: of 100,000 endpoints a process calls few. */
  private volatile EndpointHealth health;

  EndpointStats() {}

  /** What the outcomes here say, to be read only. */
  public EndpointHealth health() {
    EndpointHealth known = health;
    return known == null ? EndpointHealth.UNTOLD : known;
  }

  /** What the outcomes here say, to be changed. */
  public EndpointHealth healthToChange() {
    if (health == null) {
      HEALTH.compareAndSet(this, null, new EndpointHealth());
    }
    return health;
  }

  /** A call was placed here. */
  public void picked() {
    PICKS.getAndIncrement(this);
  }

  /** An attempt whose end will be told has begun. */
  public void began() {
    ATTEMPTS.getAndIncrement(this);
  }

  /**
   * An attempt that had {@link #began} ended.
   *
   * @param took nanoseconds from its beginning to the head of the response, or to the failure
   * @param now by the same clock
   */
  public void ended(Outcome outcome, long took, long now) {
    long before = ATTEMPTS.getAndAdd(this, outcome == Outcome.SUCCESS ? SUCCESS - 1 : -1);
    int moment = MovingAverage.moment(now);
    if (outcome == Outcome.SUCCESS) {
      if (isCold(before)) {
        answeredCold(took, moment);
      } else {
        answered(took, moment);
      }
      if (failing != 0) {
        attempted(0, moment);
      }
      return;
    }
    // That long at least a response would have taken; that a failure is fast says nothing good.
    long known = latency;
    if (known == 0 ? outcome != Outcome.CANCELLED : took > MovingAverage.value(known)) {
      answered(took, moment);
    }
    if (outcome.isFailure()) {
      attempted(1, moment);
      if (outcome != Outcome.CONNECT_FAILURE) {
        FAILURES.getAndIncrement(this);
      }
    }
  }

  private void answered(long took, int moment) {
    while (true) {
      long before = latency;
      double average = MovingAverage.value(before);
      double weight = 1;
      if (before != 0) {
        double forgotten = 1 - MovingAverage.left(MovingAverage.age(before, moment));
        weight = Math.max(took > average ? SLOWER : FASTER, forgotten);
      }
      double next = Math.max(1, average + weight * (took - average));
      if (LATENCY.compareAndSet(this, before, MovingAverage.of(next, moment))) {
        return;
      }
    }
  }

  private void answeredCold(long took, int moment) {
    while (true) {
      long before = latency;
      if (before != 0 && MovingAverage.value(before) <= took) {
        return;
      }
      if (LATENCY.compareAndSet(
          this, before, MovingAverage.of(Math.max(1.0, (double) took), moment))) {
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
    return (int) attempts;
  }

  /** The attempts that have succeeded here since it was last asked; the background's. */
  public int takeSuccesses() {
    int before = taken;
    // Of a number that overflows the difference is right.
    taken = (int) (attempts >>> 32);
    return taken - before;
  }

  /** Whether so few responses came from here that they say little of those to come. */
  public boolean isCold() {
    return isCold(attempts);
  }

  /** That this is so again after four billion successes does no harm. */
  private static boolean isCold(long attempts) {
    return attempts >>> 32 < COLD_ANSWERS;
  }

  /**
   * How long a response takes to begin here, as far as it is known at {@code now}: what took longer
   * counts for a 16th, what took less for a 64th, and all is forgotten with a time constant of 10
   * s. As long as the endpoint {@link #isCold} it is the shortest time of all. While several
   * attempts wait it is at least as long as nothing has come.
   *
   * @return nanoseconds; 0: nothing is known
   */
  public double latency(long now) {
    long known = latency;
    if (known == 0) {
      return 0;
    }
    int age = MovingAverage.age(known, MovingAverage.moment(now));
    double recalled = MovingAverage.value(known) * MovingAverage.left(age);
    return inFlight() < SEVERAL ? recalled : Math.max(recalled, MovingAverage.nanos(age));
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

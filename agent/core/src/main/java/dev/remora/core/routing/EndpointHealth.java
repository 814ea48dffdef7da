package dev.remora.core.routing;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * What the outcomes at one address and port say of it, and where it stands because of that.
 * Requests record and ask; one background thread decides.
 */
public final class EndpointHealth {
  /** Where an endpoint stands with the outcomes. */
  public enum Standing {
    /** It gets its share of attempts. */
    GOOD,

    /** It has failed often enough to be ejected, which is being decided. */
    SUSPECTED,

    /** It gets none for a while. */
    EJECTED,

    /** It gets one attempt at a time, until one succeeds. */
    PROBED
  }

  /** That of an endpoint where no attempt has ended yet. */
  static final EndpointHealth UNTOLD = new EndpointHealth();

  private static final long NO_PROBE = Long.MIN_VALUE;

  private static final AtomicIntegerFieldUpdater<EndpointHealth> CONSECUTIVE =
      AtomicIntegerFieldUpdater.newUpdater(EndpointHealth.class, "consecutiveFailures");
  private static final AtomicIntegerFieldUpdater<EndpointHealth> FAILURES =
      AtomicIntegerFieldUpdater.newUpdater(EndpointHealth.class, "failures");
  private static final AtomicLongFieldUpdater<EndpointHealth> PROBE =
      AtomicLongFieldUpdater.newUpdater(EndpointHealth.class, "probe");
  private static final AtomicReferenceFieldUpdater<EndpointHealth, Standing> STANDING =
      AtomicReferenceFieldUpdater.newUpdater(EndpointHealth.class, Standing.class, "standing");

  private volatile int consecutiveFailures;
  private volatile int failures;
  private volatile long probe = NO_PROBE;
  private volatile Standing standing = Standing.GOOD;
  private volatile long since;
  private volatile int ejections;

  EndpointHealth() {}

  /** Where it stands. */
  public Standing standing() {
    return standing;
  }

  /** From when on it stands there, in nanoseconds of the mesh's ticker. */
  public long since() {
    return since;
  }

  /** Lets it stand at {@code next} from {@code now} on; done by the background's thread. */
  public void stand(Standing next, long now) {
    consecutiveFailures = 0;
    probe = NO_PROBE;
    since = now;
    standing = next;
  }

  /** Lets it stand at {@code to} if it stands at {@code from}; for any thread. */
  public boolean move(Standing from, Standing to) {
    return STANDING.compareAndSet(this, from, to);
  }

  /** An attempt has succeeded. */
  public void succeeded() {
    if (consecutiveFailures != 0) {
      consecutiveFailures = 0;
    }
  }

  /** An attempt has failed; returns how many have in a row. */
  public int failed() {
    FAILURES.getAndIncrement(this);
    return CONSECUTIVE.incrementAndGet(this);
  }

  /** How many attempts in a row have failed. */
  public int consecutiveFailures() {
    return consecutiveFailures;
  }

  /** The failures since it was last asked. */
  public int takeFailures() {
    return failures == 0 ? 0 : FAILURES.getAndSet(this, 0);
  }

  /**
   * Whether an attempt may go there as a probe: none has within {@code patienceNanos}, or the last
   * one told nothing.
   */
  public boolean tryProbe(long now, long patienceNanos) {
    long before = probe;
    return (before == NO_PROBE || now - before > patienceNanos)
        && PROBE.compareAndSet(this, before, now);
  }

  /** The probe that is under way tells nothing. */
  public void releaseProbe() {
    probe = NO_PROBE;
  }

  /** How often it has been ejected, less one for each good interval since; the background's. */
  public int ejections() {
    return ejections;
  }

  /** See {@link #ejections()}. */
  public void setEjections(int count) {
    ejections = count;
  }
}

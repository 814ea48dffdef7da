package dev.remora.core.resilience;

import dev.remora.core.routing.Outcome;

/**
 * What a call was let through by, or rejected by; not thread-safe, as a call is not. The breaker,
 * the limit of concurrency and the throttle all see a call once, as its application does.
 */
public final class Admission {
  private final Guards guards;
  private final Breaker.State circuit;
  private final int place;
  private final Rejection by;
  private final String rejection;
  private final long began;
  private boolean open;

  private Admission(
      Guards guards, Breaker.State circuit, int place, Rejection by, String rejection, long now) {
    this.guards = guards;
    this.circuit = circuit;
    this.place = place;
    this.by = by;
    this.rejection = rejection;
    this.began = now;
    this.open = rejection == null;
  }

  static Admission of(Guards guards, long now) {
    Breaker.State circuit = null;
    if (guards.breaker != null) {
      circuit = guards.breaker.tryAcquire(now);
      if (circuit == null) {
        return rejected(guards, Rejection.BREAKER, guards.breaker.describe(now), now);
      }
    }
    int place = 0;
    if (guards.limiter != null) {
      place = guards.limiter.tryAcquire();
      if (place == 0) {
        Admission rejected =
            rejected(guards, Rejection.CONCURRENCY, guards.limiter.describe(), now);
        release(guards, circuit, 0);
        return rejected;
      }
    }
    if (guards.throttle != null && !guards.throttle.tryAcquire(now)) {
      Admission rejected = rejected(guards, Rejection.THROTTLE, guards.throttle.describe(now), now);
      release(guards, circuit, place);
      return rejected;
    }
    return new Admission(guards, circuit, place, null, null, now);
  }

  private static Admission rejected(Guards guards, Rejection by, String why, long now) {
    return new Admission(
        guards, null, 0, by, "Remora rejected the call to " + guards.service + ": " + why, now);
  }

  /** Why the call is rejected, on one line; null: it is not. */
  public String rejection() {
    return rejection;
  }

  /** What rejects it; null: nothing. */
  public Rejection rejectedBy() {
    return by;
  }

  /** In how many nanoseconds it is worth trying again, as far as is known; else 0. */
  public long retryNanos(long now) {
    return by == Rejection.BREAKER ? guards.breaker.openNanos(now) : 0;
  }

  /**
   * The call has ended, which counts once.
   *
   * @param status of its response, or 0
   */
  public void ended(Outcome outcome, int status, long now) {
    if (!open) {
      return;
    }
    open = false;
    if (outcome == Outcome.CANCELLED) {
      release(guards, circuit, place);
      return;
    }
    boolean turnedAway = isTurnedAway(outcome, status);
    if (circuit != null) {
      guards.breaker.ended(circuit, outcome.isFailure(), now);
    }
    if (guards.throttle != null) {
      guards.throttle.ended(!turnedAway, now);
    }
    if (place > 0) {
      if (outcome == Outcome.CONNECT_FAILURE) {
        // Its time is that of a refusal, and it says nothing about the load of those that answer.
        guards.limiter.released();
      } else {
        guards.limiter.ended(place, now - began, turnedAway, now);
      }
    }
  }

  /**
   * Asks for another attempt of the call while one is under way: never of one that is tried out, or
   * when calls are being turned away, and it takes a place as a call does.
   *
   * @return true: {@link #hedgeEnded} has to follow
   */
  public boolean tryHedge(long now) {
    return open
        && (guards.breaker == null || guards.breaker.isClosed())
        && (guards.throttle == null || guards.throttle.rejected(now) == 0)
        && (guards.limiter == null || guards.limiter.tryAcquire() > 0);
  }

  /** Gives back what {@link #tryHedge} took. */
  public void hedgeEnded() {
    if (guards.limiter != null) {
      guards.limiter.released();
    }
  }

  private static void release(Guards guards, Breaker.State circuit, int place) {
    if (circuit != null) {
      guards.breaker.released(circuit);
    }
    if (place > 0) {
      guards.limiter.released();
    }
  }

  /**
   * No answer, or one of those with which a service or the proxy before it says that it is too much
   * or down: 429 (RFC 6585), 502, 503, 504 (RFC 9110). A plain 500 is an answer.
   */
  private static boolean isTurnedAway(Outcome outcome, int status) {
    switch (outcome) {
      case CONNECT_FAILURE:
      case NO_RESPONSE:
        return true;
      default:
        return status == 429 || status == 502 || status == 503 || status == 504;
    }
  }
}

package dev.remora.core.resilience;

import dev.remora.core.config.ServiceConfig;
import dev.remora.core.routing.EndpointHealth;
import dev.remora.core.routing.EndpointHealth.Standing;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.Snapshot;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes endpoints that fail more than the others out of rotation for a while: Envoy's outlier
 * detection with its defaults.
 *
 * <ul>
 *   <li>Five failures in a row eject: a status of 500 or above, no connection, no response.
 *   <li>Each 10 s the success rates of all endpoints with 100 attempts or more in that time are
 *       compared, if there are five such endpoints: those below the mean less 1.9 standard
 *       deviations are ejected.
 *   <li>The first ejection lasts 30 s, each further one 30 s longer, to at most 300 s; up to a
 *       tenth less, at random, so that not all callers return at once. An interval of 10 s in
 *       rotation makes the next ejection shorter again.
 *   <li>At most 10 % of the endpoints are ejected at once, though one always may be, where there is
 *       another: what all endpoints do is not the fault of one.
 * </ul>
 *
 * <p>Unlike there an endpoint that comes back is probed: it gets one attempt at a time until one
 * has succeeded, and a failure ejects it again. If none came along for as long as a first ejection
 * it is taken back all the same.
 *
 * <p>Recording is lock-free and makes no garbage. All other methods are for the background's
 * thread.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier">Envoy's
 *     outlier detection</a>
 */
final class OutlierDetector {
  private static final double JITTER = 0.1;

  /** How long a probe whose end is not told stands in the way of the next. */
  static final long PROBE_NANOS = 10_000_000_000L;

  private final int consecutive;
  private final long intervalNanos;
  private final long baseNanos;
  private final long mostNanos;
  private final double share;
  private final double deviations;
  private final int endpointsNeeded;
  private final int requestsNeeded;
  private final Chance chance;
  private long nextInterval;
  private final AtomicLong total = new AtomicLong();

  OutlierDetector(ServiceConfig config, Chance chance, long now) {
    consecutive = config.outlierConsecutiveFailures();
    intervalNanos = config.outlierInterval().toNanos();
    baseNanos = config.outlierBaseEjection().toNanos();
    mostNanos = config.outlierMaxEjection().toNanos();
    share = config.outlierMaxEjected().share();
    deviations = config.outlierDeviations();
    endpointsNeeded = config.outlierEndpoints();
    requestsNeeded = config.outlierRequests();
    this.chance = chance;
    nextInterval = now + intervalNanos;
  }

  /**
   * Takes note of how an attempt ended; of those that were cancelled too.
   *
   * @return true: {@link #decide} has to be called for the endpoint soon, in the background
   */
  boolean record(LiveEndpoint endpoint, Outcome outcome, long took, long now) {
    EndpointHealth health = endpoint.stats().health();
    if (outcome == Outcome.SUCCESS && health.standing() == Standing.GOOD) {
      health.succeeded();
      return false;
    }
    health = endpoint.stats().healthToChange();
    if (health.standing() == Standing.PROBED) {
      // What was sent before the ejection and ends only now is no probe.
      return now - took - health.since() >= 0 && recordProbe(health, outcome);
    }
    if (outcome.isFailure()) {
      int failures = health.failed();
      return consecutive > 0
          && failures >= consecutive
          && health.move(Standing.GOOD, Standing.SUSPECTED);
    }
    if (outcome == Outcome.SUCCESS) {
      health.succeeded();
    }
    return false;
  }

  private static boolean recordProbe(EndpointHealth health, Outcome outcome) {
    if (outcome.isFailure()) {
      health.failed();
      return health.move(Standing.PROBED, Standing.SUSPECTED);
    }
    if (outcome == Outcome.SUCCESS) {
      health.succeeded();
      health.move(Standing.PROBED, Standing.GOOD);
    } else {
      health.releaseProbe();
    }
    return false;
  }

  /**
   * Decides about an endpoint that {@link #record} has told.
   *
   * @return whether it is ejected: {@link #ejected} has to follow when the balancer knows
   */
  boolean decide(LiveEndpoint endpoint, Snapshot all, long now) {
    EndpointHealth health = endpoint.stats().healthToChange();
    if (health.standing() != Standing.SUSPECTED) {
      return false;
    }
    int failures = health.consecutiveFailures();
    String reason =
        consecutive > 0 && failures >= consecutive
            ? failures + " failures in a row"
            : "still failing after an ejection";
    if (eject(endpoint, reason, all, now)) {
      return true;
    }
    health.stand(Standing.GOOD, now);
    return false;
  }

  /** Ejections so far; for any thread. */
  long total() {
    return total.get();
  }

  /** The balancer has taken note: until then attempts are kept away by the suspicion. */
  void ejected(LiveEndpoint endpoint, long now) {
    endpoint.stats().healthToChange().stand(Standing.EJECTED, now);
  }

  /**
   * Does what time has come for.
   *
   * @return whether the balancer has to take note of a change
   */
  boolean sweep(Snapshot all, long now) {
    boolean changed = false;
    for (int i = 0; i < all.size(); i++) {
      changed |= sweep(all.get(i), now);
    }
    if (now - nextInterval >= 0) {
      nextInterval = now + intervalNanos;
      changed |= compare(all, now);
    }
    return changed;
  }

  private boolean sweep(LiveEndpoint endpoint, long now) {
    EndpointHealth health = endpoint.stats().health();
    boolean off = consecutive == 0 && deviations == 0;
    switch (health.standing()) {
      case EJECTED:
        if (off || now - endpoint.stats().ejection().until() >= 0) {
          endpoint.stats().restore();
          health.stand(off ? Standing.GOOD : Standing.PROBED, now);
          return true;
        }
        return false;
      case PROBED:
        if (off || now - health.since() > baseNanos) {
          health.move(Standing.PROBED, Standing.GOOD);
        }
        return false;
      default:
        return false;
    }
  }

  private boolean compare(Snapshot all, long now) {
    double[] rates = new double[all.size()];
    int count = 0;
    double sum = 0;
    for (int i = 0; i < rates.length; i++) {
      EndpointHealth health = all.get(i).stats().health();
      long successes = all.get(i).stats().takeSuccesses();
      long requests = successes + health.takeFailures();
      boolean good = health.standing() == Standing.GOOD;
      rates[i] = good && requests >= requestsNeeded ? (double) successes / requests : -1;
      if (rates[i] >= 0) {
        sum += rates[i];
        count++;
      }
      if (good && health.ejections() > 0) {
        health.setEjections(health.ejections() - 1);
      }
    }
    return deviations > 0 && count >= endpointsNeeded && compare(all, rates, sum / count, now);
  }

  private boolean compare(Snapshot all, double[] rates, double mean, long now) {
    int count = 0;
    double squares = 0;
    for (double rate : rates) {
      if (rate >= 0) {
        squares += (rate - mean) * (rate - mean);
        count++;
      }
    }
    double least = mean - deviations * Math.sqrt(squares / count);
    boolean changed = false;
    for (int i = 0; i < rates.length; i++) {
      if (rates[i] >= 0 && rates[i] < least) {
        String reason = "success rate " + percent(rates[i]) + ", mean " + percent(mean);
        if (eject(all.get(i), reason, all, now)) {
          ejected(all.get(i), now);
          changed = true;
        }
      }
    }
    return changed;
  }

  private static String percent(double share) {
    return Math.round(share * 1000) / 10.0 + "%";
  }

  private boolean eject(LiveEndpoint endpoint, String reason, Snapshot all, long now) {
    int ejected = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).stats().health().standing() == Standing.EJECTED) {
        ejected++;
      }
    }
    if (share == 0
        || ejected >= Math.max(1, (int) (share * all.size()))
        || ejected + 1 >= all.size()) {
      return false;
    }
    EndpointHealth health = endpoint.stats().healthToChange();
    health.setEjections(health.ejections() + 1);
    total.getAndIncrement();
    long nanos = Math.min(baseNanos * health.ejections(), mostNanos);
    endpoint.stats().eject(reason, now + (long) (nanos * (1 - JITTER * chance.next())));
    return true;
  }
}

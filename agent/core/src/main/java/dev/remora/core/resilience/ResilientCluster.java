package dev.remora.core.resilience;

import dev.remora.core.balancing.BalancedCluster;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.ServiceConfig;
import dev.remora.core.routing.Ejection;
import dev.remora.core.routing.EndpointHealth;
import dev.remora.core.routing.EndpointHealth.Standing;
import dev.remora.core.routing.EndpointStats;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.routing.Snapshot;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** A balanced cluster that learns from outcomes. */
public class ResilientCluster extends BalancedCluster {
  /** How often the balancer is asked for another one before all endpoints are looked through. */
  private static final int PICKS = 8;

  private final Executor background;
  private final Chance chance;
  private volatile Policies policies;
  private volatile OutlierDetector outliers;

  /** Ejections under settings that hold no more. */
  private volatile long earlierEjections;

  /**
   * The cluster of {@code service}.
   *
   * @param background runs what must not happen on a request's thread, one task after the other; it
   *     also has to call {@link #sweep} every now and then
   */
  public ResilientCluster(
      String service, ServiceConfig config, Executor background, Chance chance, Ticker ticker) {
    super(service, config, ticker);
    long now = ticker.nanos();
    this.background = background;
    this.chance = chance;
    this.policies = Policies.of(service, config, null, chance, now);
    this.outliers = new OutlierDetector(config, chance, now);
  }

  /** Takes over other settings; what they leave as it is goes on. */
  public void configure(ServiceConfig config, long now) {
    ServiceConfig before = policies.config();
    rebalance(config);
    policies = Policies.of(service(), config, policies, chance, now);
    if (!config.sameAs(before, "outlier.")) {
      earlierEjections = ejections();
      outliers = new OutlierDetector(config, chance, now);
    }
  }

  /** Ejections of endpoints since the start. */
  public long ejections() {
    return earlierEjections + outliers.total();
  }

  /** The policies for a call that begins now. */
  public Policies policies() {
    return policies;
  }

  /**
   * The endpoint for the next attempt: what the balancer says, except that an endpoint that is
   * suspected gets nothing, and one that is probed one attempt at a time, unless there is no other.
   *
   * @param request null: how the attempt ends will not be told, so it is no probe
   * @param tried endpoints that are no choice any more, or null
   * @return null: there is none
   */
  public LiveEndpoint pick(RequestInfo request, Collection<EndpointStats> tried, long now) {
    LiveEndpoint picked = pick(request, now);
    if (picked == null || isEligible(picked, request, tried, now)) {
      return picked;
    }
    Snapshot all = snapshot();
    int picks = Math.min(PICKS, all.size());
    for (int i = 0; i < picks; i++) {
      picked = pick(request, now);
      if (picked == null || isEligible(picked, request, tried, now)) {
        return picked;
      }
    }
    // A balancer that repeats itself, as those that hash do.
    int start = all.size() == 0 ? 0 : ThreadLocalRandom.current().nextInt(all.size());
    LiveEndpoint last = tried == null ? picked : null;
    for (int i = 0; i < all.size(); i++) {
      LiveEndpoint next = all.get((start + i) % all.size());
      if (tried == null || !tried.contains(next.stats())) {
        last = next;
        if (next.stats().ejection() == null && isEligible(next, request, null, now)) {
          return next;
        }
      }
    }
    return last;
  }

  /**
   * An endpoint for an attempt beside others: one that is in, and is neither suspected nor probed.
   *
   * @param tried endpoints that are no choice
   * @return null: there is none
   */
  public LiveEndpoint pickBeside(RequestInfo request, Collection<EndpointStats> tried, long now) {
    Snapshot all = snapshot();
    int picks = Math.min(PICKS, all.size());
    for (int i = 0; i < picks; i++) {
      LiveEndpoint picked = pick(request, now);
      if (picked != null && isSound(picked, tried)) {
        return picked;
      }
    }
    int start = all.size() == 0 ? 0 : ThreadLocalRandom.current().nextInt(all.size());
    for (int i = 0; i < all.size(); i++) {
      LiveEndpoint next = all.get((start + i) % all.size());
      if (isSound(next, tried)) {
        return next;
      }
    }
    return null;
  }

  private static boolean isSound(LiveEndpoint endpoint, Collection<EndpointStats> tried) {
    EndpointStats stats = endpoint.stats();
    return !tried.contains(stats)
        && stats.ejection() == null
        && stats.health().standing() == EndpointHealth.Standing.GOOD;
  }

  private static boolean isEligible(
      LiveEndpoint endpoint, RequestInfo request, Collection<EndpointStats> tried, long now) {
    EndpointStats stats = endpoint.stats();
    if (tried != null && tried.contains(stats)) {
      return false;
    }
    EndpointHealth health = stats.health();
    Standing standing = health.standing();
    // One that is ejected is the balancer's choice: there are too few others.
    if (standing == Standing.GOOD || standing == Standing.EJECTED) {
      return true;
    }
    return standing == Standing.PROBED
        && request != null
        && health.tryProbe(now, OutlierDetector.PROBE_NANOS);
  }

  /** Why {@code endpoint} gets no attempts, or one at a time, and for how long; empty: it is in. */
  public String out(LiveEndpoint endpoint, long now) {
    Ejection ejection = endpoint.stats().ejection();
    if (ejection != null) {
      long left = Math.max(0, ejection.until() - now);
      return "ejected: " + ejection.reason() + ", " + Spans.text(left) + " left";
    }
    switch (endpoint.stats().health().standing()) {
      case SUSPECTED:
        return "suspected";
      case PROBED:
        return "probed after an ejection";
      default:
        return "";
    }
  }

  /**
   * Takes note of how an attempt ended.
   *
   * @param took nanoseconds until then
   */
  public void ended(final LiveEndpoint endpoint, Outcome outcome, long took, final long now) {
    endpoint.stats().ended(outcome, took, now);
    if (outliers.record(endpoint, outcome, took, now)) {
      background.execute(
          new Runnable() {
            @Override
            public void run() {
              decide(endpoint, now);
            }
          });
    }
  }

  private void decide(LiveEndpoint endpoint, long now) {
    OutlierDetector detector = outliers;
    if (detector.decide(endpoint, snapshot(), now)) {
      rebuild();
      detector.ejected(endpoint, now);
    }
  }

  /** Ends ejections whose time is up and looks for new ones; in the background. */
  public void sweep(long now) {
    tick();
    Snapshot all = snapshot();
    if (all != null && outliers.sweep(all, now)) {
      rebuild();
    }
  }
}

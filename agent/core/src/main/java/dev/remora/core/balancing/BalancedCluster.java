package dev.remora.core.balancing;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.ServiceConfig;
import dev.remora.core.routing.Cluster;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.routing.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A cluster and what spreads its calls: the snapshot's endpoints go through {@linkplain Subset
 * subset}, {@linkplain Health health}, {@linkplain WarmUp slow start} and {@linkplain Zones zones}
 * into a {@link Rotation}, and the policy chooses among those. All of that is done in the
 * background, when something changes; a pick reads one volatile and asks the policy.
 */
public class BalancedCluster extends Cluster {
  private final Ticker ticker;
  private final RandomBits random;
  private final Subset subset;

  private volatile LoadBalancer balancer;
  private volatile Rotation rotation;
  private volatile ServiceConfig config;
  private volatile boolean warmingUp;

  // Guarded by this.
  private final WarmUp warmUp = new WarmUp();
  private Policy policy;
  private Snapshot endpoints;

  /** The cluster of {@code service}, by the time of the JVM. */
  public BalancedCluster(String service, ServiceConfig config) {
    this(service, config, Ticker.SYSTEM);
  }

  /** The cluster of {@code service}. */
  public BalancedCluster(String service, ServiceConfig config, Ticker ticker) {
    this(service, config, ticker, RandomBits.THREAD_LOCAL);
  }

  /**
   * The cluster of {@code service}.
   *
   * @param random also chooses which subset this process uses
   */
  public BalancedCluster(String service, ServiceConfig config, Ticker ticker, RandomBits random) {
    super(service);
    this.ticker = ticker;
    this.random = random;
    this.subset = new Subset(random.next());
    this.config = config;
    this.policy = Policies.create(config, random);
  }

  /**
   * The endpoint for the next attempt.
   *
   * @param request null where the client does not tell
   * @param now of the mesh's ticker, in nanoseconds
   * @return null: there is none
   */
  public final LiveEndpoint pick(RequestInfo request, long now) {
    LoadBalancer current = balancer;
    return current == null ? null : current.pick(request, now);
  }

  /** What the calls are spread by now. */
  public final ServiceConfig config() {
    return config;
  }

  /** What the calls are spread over now; null: there is no endpoint. */
  public final Rotation rotation() {
    return rotation;
  }

  /** Spreads calls as {@code next} says from now on; the same as before changes nothing. */
  public final synchronized void rebalance(ServiceConfig next) {
    ServiceConfig before = config;
    config = next;
    if (!next.choosesAs(before)) {
      policy = Policies.create(next, random);
    }
    if (!next.balancesAs(before)) {
      if (next.slowStart() == null) {
        warmUp.clear();
      }
      rebuild();
    }
  }

  @Override
  protected final synchronized void published(Snapshot next) {
    if (endpoints != null && config.slowStart() != null) {
      warmUp.follow(endpoints, next, ticker.nanos());
    }
    endpoints = next;
    rebuild();
  }

  /**
   * Takes a change of the endpoints or of their health into account. Never on a request's thread.
   */
  public final synchronized void rebuild() {
    if (endpoints == null || endpoints.size() == 0) {
      rotation = null;
      balancer = null;
      return;
    }
    Rotation next = rotate();
    balancer = policy.over(next);
    rotation = next;
    warmingUp = warmUp.isUnderWay();
  }

  /**
   * Takes note of the time, for endpoints that warm up; in the background, about once a second. At
   * all other times it reads a field.
   */
  public final void tick() {
    if (warmingUp) {
      rebuild();
    }
  }

  private Rotation rotate() {
    List<LiveEndpoint> all = subset.of(endpoints, config.subset());
    List<LiveEndpoint> good = Health.good(all);
    boolean panic = Health.isPanic(good.size(), all.size(), config.panic().share());
    List<LiveEndpoint> used = panic ? all : good;
    double[] weights = new double[used.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weightIn(used.get(i));
    }
    boolean ramped = false;
    // In a panic calls go anywhere, as in Envoy.
    if (!panic && config.zoneAware() && Zones.count(config.zone(), all.size())) {
      Zones.weigh(config.zone(), all, used, weights);
      ramped = true;
    }
    if (warmUp.isUnderWay()) {
      long window = config.slowStart().toNanos();
      long now = ticker.nanos();
      warmUp.forget(window, now);
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= warmUp.factor(used.get(i).stats(), window, now);
      }
      ramped |= warmUp.isUnderWay();
    }
    return rotation(used, weights, ramped, panic && good.size() < all.size());
  }

  /** A policy that gives all the same does so within each zone too. */
  private double weightIn(LiveEndpoint endpoint) {
    return Policies.isWeighted(config.balance()) ? endpoint.endpoint().weight() : 1;
  }

  private static Rotation rotation(
      List<LiveEndpoint> used, double[] weights, boolean ramped, boolean panic) {
    List<LiveEndpoint> left = new ArrayList<>(used.size());
    double[] leftWeights = new double[used.size()];
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        leftWeights[left.size()] = weights[i];
        left.add(used.get(i));
      }
    }
    return new Rotation(
        left.toArray(new LiveEndpoint[0]), Arrays.copyOf(leftWeights, left.size()), ramped, panic);
  }
}

package dev.remora.core.balancing;

import dev.remora.core.config.Balance;
import dev.remora.core.routing.Cluster;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.routing.Snapshot;

/** A cluster and what spreads its calls. */
public class BalancedCluster extends Cluster {
  // Written under the lock of this.
  private volatile Balance balance;
  private volatile LoadBalancer balancer;
  private Policy policy;
  private Snapshot endpoints;

  /** The cluster of {@code service}, balanced by {@code balance}. */
  public BalancedCluster(String service, Balance balance) {
    super(service);
    this.balance = balance;
    this.policy = create(balance);
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

  /** How the calls are spread now. */
  public final Balance balance() {
    return balance;
  }

  /** Spreads calls by {@code next} from now on; the same as before changes nothing. */
  public final synchronized void rebalance(Balance next) {
    if (next != balance) {
      balance = next;
      policy = create(next);
      rebuild();
    }
  }

  @Override
  protected final synchronized void published(Snapshot next) {
    endpoints = next;
    rebuild();
  }

  /** Takes a change of the endpoints or of their health into account. */
  public final synchronized void rebuild() {
    balancer =
        endpoints == null || endpoints.size() == 0 ? null : policy.over(endpoints.inRotation());
  }

  private static Policy create(Balance balance) {
    switch (balance) {
      case ROUND_ROBIN:
        return new RoundRobin();
    }
    throw new AssertionError(balance);
  }
}

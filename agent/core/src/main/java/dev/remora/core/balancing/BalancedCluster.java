package dev.remora.core.balancing;

import dev.remora.core.config.Balance;
import dev.remora.core.routing.Cluster;

/** A cluster and what spreads its calls. */
public final class BalancedCluster extends Cluster {
  private volatile Balance balance;
  private volatile LoadBalancer balancer;

  /** The cluster of {@code service}, balanced by {@code balance}. */
  public BalancedCluster(String service, Balance balance) {
    super(service);
    this.balance = balance;
    this.balancer = create(balance);
  }

  /** What spreads the calls now. */
  public LoadBalancer balancer() {
    return balancer;
  }

  /** How the calls are spread now. */
  public Balance balance() {
    return balance;
  }

  /** Spreads calls by {@code next} from now on; the same as before changes nothing. */
  public void rebalance(Balance next) {
    if (next != balance) {
      balance = next;
      balancer = create(next);
    }
  }

  private static LoadBalancer create(Balance balance) {
    switch (balance) {
      case ROUND_ROBIN:
        return new RoundRobin();
    }
    throw new AssertionError(balance);
  }
}

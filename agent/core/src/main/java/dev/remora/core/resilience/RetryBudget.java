package dev.remora.core.resilience;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps retries from multiplying the load of a service that fails as a whole. Each call pays a
 * share of a retry in, 20 % as in Envoy and Finagle, and each retry takes a whole one out. So that
 * a service with few calls is retried at all, a floor of retries per second is free, 10 as in
 * Finagle; unlike there it does not come on top of the share: in any second there are no more
 * retries than the greater of both, as a free one is owed, up to a second's. No more than the
 * floor's retries, and ten at least, are saved up for later, so that {@code n} calls that all fail
 * make at most {@code 1.2 n + 20} attempts from 50 calls a second up.
 *
 * <p>A full budget is read and not written.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/circuit_breaker.proto">Envoy's
 *     retry budget</a>
 * @see <a href="https://twitter.github.io/finagle/guide/Clients.html#retries">Finagle's</a>
 */
final class RetryBudget {
  private static final int RETRY = 1000;
  private static final int LEAST_SAVED = 10;
  private static final long SECOND = 1_000_000_000L;

  private final int deposit;
  private final int floor;
  private final int most;
  private final AtomicInteger balance = new AtomicInteger();

  /** The second, and in the lower half how many retries there were in it. */
  private final AtomicLong retries = new AtomicLong();

  /**
   * An empty budget.
   *
   * @param share retries per call, 0 to 1
   * @param floor retries per second that are always allowed
   */
  RetryBudget(double share, int floor) {
    this.deposit = (int) Math.round(share * RETRY);
    this.floor = floor;
    this.most = RETRY * Math.max(floor, LEAST_SAVED);
  }

  /** A call begins. */
  void called() {
    while (true) {
      int before = balance.get();
      if (before >= most || balance.compareAndSet(before, Math.min(most, before + deposit))) {
        return;
      }
    }
  }

  /** How many retries are saved up, besides the free ones. */
  double saved() {
    return Math.max(0, balance.get()) / (double) RETRY;
  }

  /** Whether there may be a retry now, which is then paid for. */
  boolean tryRetry(long now) {
    long second = Math.floorDiv(now, SECOND) << Integer.SIZE;
    boolean paid = pay(RETRY);
    while (true) {
      long before = retries.get();
      long current = before >>> Integer.SIZE == second >>> Integer.SIZE ? before : second;
      if (!paid && (int) current >= floor) {
        return false;
      }
      if (retries.compareAndSet(before, current + 1)) {
        if (!paid) {
          pay(RETRY - floor * RETRY);
        }
        return true;
      }
    }
  }

  /** Pays for a retry if {@code least} is there. */
  private boolean pay(int least) {
    while (true) {
      int before = balance.get();
      if (before < least) {
        return false;
      }
      if (balance.compareAndSet(before, before - RETRY)) {
        return true;
      }
    }
  }
}

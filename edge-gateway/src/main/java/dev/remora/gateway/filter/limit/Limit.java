package dev.remora.gateway.filter.limit;

import dev.remora.gateway.exchange.Exchange;

/** One limit and its buckets. */
final class Limit {
  /** Moments are counted from just before it, so that all are greater than 0. */
  private static final long START = System.nanoTime() - 1;

  private final LimitPlan plan;
  private final Buckets buckets;
  private final KeyHash hash;

  Limit(LimitPlan plan, Buckets buckets, KeyHash hash) {
    this.plan = plan;
    this.buckets = buckets;
    this.hash = hash;
  }

  LimitPlan plan() {
    return plan;
  }

  /**
   * The key of {@code exchange}. A request without one is counted by its address: leaving a header
   * out is no way around a limit.
   */
  long key(Exchange exchange) {
    String value = plan.key().of(exchange);
    RequestKey key = value == null ? RequestKey.ADDRESS : plan.key();
    return hash.of(key.part().letter(), value == null ? key.of(exchange) : value);
  }

  /** As {@link Buckets#take}. */
  long take(long key) {
    return buckets.take(key, plan.rate(), System.nanoTime() - START);
  }

  /** Gives back what was taken for a request that another limit rejected. */
  void giveBack(long key) {
    buckets.giveBack(key, plan.rate());
  }
}

package dev.remora.core.resilience;

import dev.remora.core.config.ServiceConfig;
import dev.remora.core.routing.RequestInfo;

/** Decides on retries of a service's calls: policy, budget and pause together. */
public final class Retries {
  /**
   * The longest pause that a service may ask for where no time-out bounds it: more than this a
   * thread of the application's is not held up.
   */
  static final long LONGEST_WAIT_MILLIS = 10_000;

  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final Backoff backoff;

  private Retries(RetryPolicy policy, RetryBudget budget, Backoff backoff) {
    this.policy = policy;
    this.budget = budget;
    this.backoff = backoff;
  }

  /** Null where nothing is tried again. */
  static Retries of(ServiceConfig config, Chance chance) {
    return config.retryAttempts() == 0
        ? null
        : new Retries(
            new RetryPolicy(config),
            new RetryBudget(config.retryBudget().share(), config.retryBudgetFloor()),
            new Backoff(config, chance));
  }

  /**
   * As the settings say, but by another policy.
   *
   * @param shared those of the settings, with which budget and pauses are shared; null: they say
   *     that nothing is tried again
   */
  static Retries of(RetryPolicy policy, ServiceConfig config, Retries shared) {
    return shared == null
        ? new Retries(
            policy,
            new RetryBudget(config.retryBudget().share(), config.retryBudgetFloor()),
            new Backoff(config, Chance.RANDOM))
        : new Retries(policy, shared.budget, shared.backoff);
  }

  /** A call begins that may be retried. */
  public void called() {
    budget.called();
  }

  /**
   * The pause before the next attempt after a response.
   *
   * @param made retries of the call so far
   * @param retryAfter the header, or null
   * @param epochMillis the time of day
   * @param leftNanos how much time the call has left; {@link Long#MAX_VALUE} for no limit
   * @return milliseconds, less than what is left; -1: no retry
   */
  public long after(
      int status,
      String retryAfter,
      RequestInfo request,
      int made,
      long epochMillis,
      long leftNanos,
      long now) {
    return policy.isRetried(status)
        ? wait(request, made, RetryAfter.millis(retryAfter, epochMillis), leftNanos, now)
        : -1;
  }

  /** As {@link #after(int, String, RequestInfo, int, long, long, long)}, without a response. */
  public long after(Failure failure, RequestInfo request, int made, long leftNanos, long now) {
    return policy.isRetried(failure) ? wait(request, made, -1, leftNanos, now) : -1;
  }

  /** How many the budget would pay for now. */
  public double saved() {
    return budget.saved();
  }

  /** Whether a response with {@code status} is worth another attempt. */
  public boolean isRetried(int status) {
    return policy.isRetried(status);
  }

  /** Whether an attempt may be made beside another, which is then paid for as a retry is. */
  public boolean tryHedge(long now) {
    return budget.tryRetry(now);
  }

  private long wait(RequestInfo request, int made, long asked, long leftNanos, long now) {
    if (made >= policy.attempts() || !policy.allows(request)) {
      return -1;
    }
    long wait = Math.max(asked, backoff.millis(made + 1));
    // A pause that the time-out would end is time lost: the response is better handed on now.
    boolean tooLong = (asked >= 0 && wait > LONGEST_WAIT_MILLIS) || wait >= leftNanos / 1_000_000;
    return tooLong || !budget.tryRetry(now) ? -1 : wait;
  }
}

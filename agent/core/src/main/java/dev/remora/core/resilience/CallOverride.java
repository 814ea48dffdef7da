package dev.remora.core.resilience;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What is other for some calls of services than their settings say: time-outs, which it can only
 * shorten, and retries. Made once and handed along with each such call; thread-safe.
 */
public final class CallOverride {
  private final long call;
  private final long attempt;
  private final Integer retryAttempts;
  private final List<String> retryOn;
  private final List<String> retryMethods;
  private final ConcurrentMap<String, Made> made = new ConcurrentHashMap<>();

  /**
   * Whatever is null is as the service's settings say.
   *
   * @param timeout for a call until its response begins
   * @param attemptTimeout for an attempt until its response begins
   * @param retryAttempts after the first attempt; 0: none
   * @param retryOn {@code connect}, {@code reset}, {@code timeout}, {@code 5xx}, and statuses
   * @param retryMethods the methods whose calls may be tried again
   */
  public CallOverride(
      Duration timeout,
      Duration attemptTimeout,
      Integer retryAttempts,
      List<String> retryOn,
      List<String> retryMethods) {
    this.call = timeout == null ? TimeLimits.NONE : timeout.toNanos();
    this.attempt = attemptTimeout == null ? TimeLimits.NONE : attemptTimeout.toNanos();
    this.retryAttempts = retryAttempts;
    this.retryOn = retryOn;
    this.retryMethods = retryMethods;
  }

  /**
   * The policies of {@code service} with this in place of what they say: made once for each state
   * of its settings, so that what its calls share they go on sharing.
   */
  public Policies of(String service, Policies policies) {
    Made last = made.get(service);
    if (last == null || last.of != policies) {
      last = new Made(policies, policies.with(this));
      made.put(service, last);
    }
    return last.policies;
  }

  TimeLimits limits(TimeLimits limits) {
    return limits.shortened(call, attempt);
  }

  /** Those of a service, which may be null, with this in place of what they say. */
  Retries retries(Retries retries, Policies policies) {
    if (retryAttempts == null && retryOn == null && retryMethods == null) {
      return retries;
    }
    int attempts =
        retryAttempts == null ? policies.config().retryAttempts() : retryAttempts.intValue();
    RetryPolicy policy =
        new RetryPolicy(
            attempts,
            retryOn == null ? policies.config().retryOn() : retryOn,
            retryMethods == null ? policies.config().retryMethods() : retryMethods);
    return attempts == 0 ? null : Retries.of(policy, policies.config(), retries);
  }

  private static final class Made {
    final Policies of;
    final Policies policies;

    Made(Policies of, Policies policies) {
      this.of = of;
      this.policies = policies;
    }
  }
}

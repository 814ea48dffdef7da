package dev.remora.core.config;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is set for one service. Immutable. */
public final class ServiceConfig {
  /** What applies where nothing is set. */
  public static final ServiceConfig DEFAULT =
      new ServiceConfig(Collections.<Setting<?>, Object>emptyMap(), null, null);

  private final Map<Setting<?>, Object> values;
  private final String zone;
  private final TokenConfig token;

  ServiceConfig(Map<Setting<?>, Object> values, String zone, TokenConfig token) {
    this.values = values;
    this.zone = zone;
    this.token = token;
  }

  /** The zone this process runs in; null: it is not told. */
  public String zone() {
    return zone;
  }

  /** How its requests are spread. */
  public Balance balance() {
    return BalancingSchema.BALANCE.in(values);
  }

  /** What keeps a request's endpoint; null: nothing does. */
  public HashOn hashOn() {
    return BalancingSchema.HASH_ON.in(values);
  }

  /** How many times the mean load an endpoint may have before its keys go elsewhere. */
  public double hashLoad() {
    return BalancingSchema.HASH_LOAD.in(values);
  }

  /** How long the share of an endpoint that has joined rises; null: not at all. */
  public Duration slowStart() {
    return BalancingSchema.SLOW_START.in(values);
  }

  /** Whether endpoints in the same zone are preferred. */
  public boolean zoneAware() {
    return BalancingSchema.ZONE_AWARE.in(values);
  }

  /** How many endpoints are used at most; null: all. */
  public Integer subset() {
    return BalancingSchema.SUBSET.in(values);
  }

  /** The share of endpoints that must be in rotation for ejections to count. */
  public Percent panic() {
    return BalancingSchema.PANIC.in(values);
  }

  /** How long a call may take until its response begins; null: without limit. */
  public Duration timeout() {
    return ResilienceSchema.TIMEOUT.in(values);
  }

  /** How long an attempt may take until its response begins; null: without limit. */
  public Duration attemptTimeout() {
    return ResilienceSchema.ATTEMPT_TIMEOUT.in(values);
  }

  /** How long connecting to an endpoint may take; null: without limit. */
  public Duration connectTimeout() {
    return ResilienceSchema.CONNECT_TIMEOUT.in(values);
  }

  /** How often a call is tried again at most. */
  public int retryAttempts() {
    return ResilienceSchema.RETRY_ATTEMPTS.in(values);
  }

  /** {@code connect}, {@code reset}, {@code timeout}, {@code 5xx}, and statuses. */
  public List<String> retryOn() {
    return ResilienceSchema.RETRY_ON.in(values);
  }

  /** The methods whose calls may be tried again. */
  public List<String> retryMethods() {
    return ResilienceSchema.RETRY_METHODS.in(values);
  }

  /** The share of calls that may be tried again. */
  public Percent retryBudget() {
    return ResilienceSchema.RETRY_BUDGET.in(values);
  }

  /** How many tries again per second are always within the budget. */
  public int retryBudgetFloor() {
    return ResilienceSchema.RETRY_BUDGET_FLOOR.in(values);
  }

  /** The longest pause before the first try again. */
  public Duration retryBackoff() {
    return ResilienceSchema.RETRY_BACKOFF.in(values);
  }

  /** The longest pause before any try again. */
  public Duration retryMaxBackoff() {
    return ResilienceSchema.RETRY_MAX_BACKOFF.in(values);
  }

  /** After how long an attempt is hedged; null: never. */
  public HedgeAfter hedgeAfter() {
    return ResilienceSchema.HEDGE_AFTER.in(values);
  }

  /** How many attempts may be made beside the first. */
  public int hedgeAttempts() {
    return ResilienceSchema.HEDGE_ATTEMPTS.in(values);
  }

  /** The methods whose calls may be hedged. */
  public List<String> hedgeMethods() {
    return ResilienceSchema.HEDGE_METHODS.in(values);
  }

  /** The share of calls that may be hedged. */
  public Percent hedgeBudget() {
    return ResilienceSchema.HEDGE_BUDGET.in(values);
  }

  /** How many hedges per second are always within the budget. */
  public int hedgeBudgetFloor() {
    return ResilienceSchema.HEDGE_BUDGET_FLOOR.in(values);
  }

  /** Failures in a row that eject an endpoint; 0: never. */
  public int outlierConsecutiveFailures() {
    return ResilienceSchema.OUTLIER_CONSECUTIVE.in(values);
  }

  /** How often success rates are compared. */
  public Duration outlierInterval() {
    return ResilienceSchema.OUTLIER_INTERVAL.in(values);
  }

  /** How long the first ejection lasts. */
  public Duration outlierBaseEjection() {
    return ResilienceSchema.OUTLIER_BASE.in(values);
  }

  /** The longest ejection. */
  public Duration outlierMaxEjection() {
    return ResilienceSchema.OUTLIER_MAX.in(values);
  }

  /** The share of endpoints that may be ejected at once. */
  public Percent outlierMaxEjected() {
    return ResilienceSchema.OUTLIER_MAX_EJECTED.in(values);
  }

  /** Standard deviations below the mean at which an endpoint is ejected; 0: never. */
  public double outlierDeviations() {
    return ResilienceSchema.OUTLIER_DEVIATIONS.in(values);
  }

  /** Endpoints that are needed to compare success rates. */
  public int outlierEndpoints() {
    return ResilienceSchema.OUTLIER_ENDPOINTS.in(values);
  }

  /** Requests that an endpoint's success rate needs. */
  public int outlierRequests() {
    return ResilienceSchema.OUTLIER_REQUESTS.in(values);
  }

  /** The share of failed calls that opens the circuit; null: there is no breaker. */
  public Percent breakerFailures() {
    return ResilienceSchema.BREAKER_FAILURES.in(values);
  }

  /** The time over which failed calls are counted. */
  public Duration breakerWindow() {
    return ResilienceSchema.BREAKER_WINDOW.in(values);
  }

  /** Calls without which the circuit stays closed. */
  public int breakerMinCalls() {
    return ResilienceSchema.BREAKER_CALLS.in(values);
  }

  /** How long the circuit stays open. */
  public Duration breakerOpen() {
    return ResilienceSchema.BREAKER_OPEN.in(values);
  }

  /** How many calls are let through then. */
  public int breakerProbes() {
    return ResilienceSchema.BREAKER_PROBES.in(values);
  }

  /** How many calls may be under way at once; null: without limit. */
  public Concurrency concurrency() {
    return ResilienceSchema.CONCURRENCY.in(values);
  }

  /** How many times what the service accepts is sent to it; null: everything. */
  public Double throttle() {
    return ResilienceSchema.THROTTLE.in(values);
  }

  /** The token that its calls carry; null: none. */
  public TokenConfig token() {
    return token;
  }

  /** Whether requests are spread over the same endpoints in the same way as {@code other} says. */
  public boolean balancesAs(ServiceConfig other) {
    return choosesAs(other)
        && Objects.equals(zone, other.zone)
        && zoneAware() == other.zoneAware()
        && Objects.equals(slowStart(), other.slowStart())
        && Objects.equals(subset(), other.subset())
        && panic().equals(other.panic());
  }

  /** Whether an endpoint is chosen in the same way as {@code other} says. */
  public boolean choosesAs(ServiceConfig other) {
    return balance() == other.balance()
        && Objects.equals(hashOn(), other.hashOn())
        && hashLoad() == other.hashLoad();
  }

  /**
   * Whether all settings whose key begins with {@code beginning} have the values they have in
   * {@code other}.
   */
  public boolean sameAs(ServiceConfig other, String beginning) {
    for (Setting<?> setting : Schema.serviceSettings()) {
      if (setting.key().startsWith(beginning)
          && !Objects.equals(setting.in(values), setting.in(other.values))) {
        return false;
      }
    }
    return true;
  }
}

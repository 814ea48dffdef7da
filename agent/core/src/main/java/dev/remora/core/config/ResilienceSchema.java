package dev.remora.core.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The settings of time-outs, retries, hedges, ejection, and of what rejects calls. */
final class ResilienceSchema {
  static final Setting<Duration> TIMEOUT =
      Setting.one(
              "timeout",
              Types.duration("1ms", "1h"),
              (Duration) null,
              "How long a call may take until its response begins, retries and pauses included.")
          .live();

  static final Setting<Duration> ATTEMPT_TIMEOUT =
      Setting.one(
              "attempt-timeout",
              Types.duration("1ms", "1h"),
              (Duration) null,
              "How long one attempt of a call may take until its response begins.")
          .live();

  static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.one(
              "connect-timeout",
              Types.duration("1ms", "1h"),
              (Duration) null,
              "How long connecting to one endpoint may take.")
          .live();

  static final Setting<Integer> RETRY_ATTEMPTS =
      Setting.one(
              "retry.attempts",
              Types.count(0, 10),
              0,
              "How often a call is tried again at most; 0 leaves it at the first try.")
          .live();

  static final Setting<List<String>> RETRY_ON =
      Setting.list(
              "retry.on",
              Types.RETRY_ON,
              Arrays.asList("connect", "reset", "502", "503", "504"),
              "After what a call is tried again.")
          .live();

  static final Setting<List<String>> RETRY_METHODS =
      Setting.list(
              "retry.methods",
              Types.METHOD,
              // RFC 9110, section 9.2.2: the idempotent ones.
              Arrays.asList("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"),
              "The methods whose calls may be tried again.")
          .live();

  static final Setting<Percent> RETRY_BUDGET =
      Setting.one(
              "retry.budget",
              Types.PERCENT,
              Percent.of(20),
              "The share of calls that may be tried again.")
          .live();

  static final Setting<Integer> RETRY_BUDGET_FLOOR =
      Setting.one(
              "retry.budget-floor",
              Types.count(0, 1000),
              10,
              "How many tries again per second are always within the budget.")
          .live();

  static final Setting<Duration> RETRY_BACKOFF =
      Setting.one(
              "retry.backoff",
              Types.duration("0ms", "1m"),
              Duration.ofMillis(25),
              "The longest pause before the first try again; each is chosen at random.")
          .live();

  static final Setting<Duration> RETRY_MAX_BACKOFF =
      Setting.one(
              "retry.max-backoff",
              Types.duration("0ms", "1m"),
              Duration.ofMillis(250),
              "The longest pause before any try again.")
          .live();

  static final Setting<HedgeAfter> HEDGE_AFTER =
      Setting.one(
              "hedge.after",
              Types.HEDGE_AFTER,
              null,
              "After how long without a response a read is sent to another endpoint as well.")
          .live();

  static final Setting<Integer> HEDGE_ATTEMPTS =
      Setting.one(
              "hedge.attempts",
              // gRPC caps maxAttempts, which counts the first too, at 5.
              Types.count(1, 4),
              1,
              "How many attempts may be made beside the first.")
          .live();

  static final Setting<List<String>> HEDGE_METHODS =
      Setting.list(
              "hedge.methods",
              Types.METHOD,
              Arrays.asList("GET", "HEAD", "OPTIONS"),
              "The methods whose calls may be hedged.")
          .live();

  static final Setting<Percent> HEDGE_BUDGET =
      Setting.one(
              "hedge.budget",
              Types.PERCENT,
              Percent.of(5),
              "The share of calls that may be hedged.")
          .live();

  static final Setting<Integer> HEDGE_BUDGET_FLOOR =
      Setting.one(
              "hedge.budget-floor",
              Types.count(0, 1000),
              10,
              "How many hedges per second are always within the budget.")
          .live();

  static final Setting<Integer> OUTLIER_CONSECUTIVE =
      Setting.one(
              "outlier.consecutive-failures",
              Types.count(0, 1000),
              5,
              "Failures in a row that eject an endpoint; 0 switches this off.")
          .live();

  static final Setting<Duration> OUTLIER_INTERVAL =
      Setting.one(
              "outlier.interval",
              Types.duration("1s", "1h"),
              Duration.ofSeconds(10),
              "How often the success rates of the endpoints are compared.")
          .live();

  static final Setting<Duration> OUTLIER_BASE =
      Setting.one(
              "outlier.base-ejection",
              Types.duration("100ms", "1h"),
              Duration.ofSeconds(30),
              "How long the first ejection of an endpoint lasts, and by how much each further one"
                  + " lasts longer.")
          .live();

  static final Setting<Duration> OUTLIER_MAX =
      Setting.one(
              "outlier.max-ejection",
              Types.duration("100ms", "24h"),
              Duration.ofMinutes(5),
              "The longest ejection.")
          .live();

  static final Setting<Percent> OUTLIER_MAX_EJECTED =
      Setting.one(
              "outlier.max-ejected",
              Types.PERCENT,
              Percent.of(10),
              "The share of endpoints that may be ejected at once; one of several always may,"
                  + " unless it is 0%.")
          .live();

  static final Setting<Double> OUTLIER_DEVIATIONS =
      Setting.one(
              "outlier.success-rate-deviations",
              Types.decimal(0, 10),
              1.9,
              "Standard deviations below the mean success rate at which an endpoint is ejected; 0"
                  + " switches this off.")
          .live();

  static final Setting<Integer> OUTLIER_ENDPOINTS =
      Setting.one(
              "outlier.success-rate-endpoints",
              Types.count(2, 1000),
              5,
              "Endpoints with enough requests that are needed to compare success rates.")
          .live();

  static final Setting<Integer> OUTLIER_REQUESTS =
      Setting.one(
              "outlier.success-rate-requests",
              Types.count(1, 1_000_000),
              100,
              "Requests in an interval that an endpoint needs for its success rate to count.")
          .live();

  static final Setting<Percent> BREAKER_FAILURES =
      Setting.one(
              "breaker.failures",
              Types.PERCENT,
              (Percent) null,
              "The share of failed calls at which calls are rejected for a while; none never does.")
          .live();

  static final Setting<Duration> BREAKER_WINDOW =
      Setting.one(
              "breaker.window",
              Types.duration("1s", "10m"),
              Duration.ofSeconds(10),
              "The time over which that share is taken.")
          .live();

  static final Setting<Integer> BREAKER_CALLS =
      Setting.one(
              "breaker.min-calls",
              Types.count(1, 100_000),
              20,
              "Calls in the window without which nothing is rejected.")
          .live();

  static final Setting<Duration> BREAKER_OPEN =
      Setting.one(
              "breaker.open",
              Types.duration("100ms", "1h"),
              Duration.ofSeconds(5),
              "How long calls are rejected before some are tried.")
          .live();

  static final Setting<Integer> BREAKER_PROBES =
      Setting.one(
              "breaker.probes",
              Types.count(1, 1000),
              10,
              "How many calls are tried then, to see whether it is over.")
          .live();

  static final Setting<Concurrency> CONCURRENCY =
      Setting.one(
              "concurrency",
              Types.CONCURRENCY,
              (Concurrency) null,
              "How many calls may be under way at once; further ones are rejected.")
          .live();

  static final Setting<Double> THROTTLE =
      Setting.one(
              "throttle",
              Types.decimal(1.1, 10),
              (Double) null,
              "How many times as many calls as the service accepts are sent to it; the rest is"
                  + " rejected at random.")
          .live();

  static final List<Setting<?>> SETTINGS =
      Collections.unmodifiableList(
          Arrays.<Setting<?>>asList(
              TIMEOUT,
              ATTEMPT_TIMEOUT,
              CONNECT_TIMEOUT,
              RETRY_ATTEMPTS,
              RETRY_ON,
              RETRY_METHODS,
              RETRY_BUDGET,
              RETRY_BUDGET_FLOOR,
              RETRY_BACKOFF,
              RETRY_MAX_BACKOFF,
              HEDGE_AFTER,
              HEDGE_ATTEMPTS,
              HEDGE_METHODS,
              HEDGE_BUDGET,
              HEDGE_BUDGET_FLOOR,
              OUTLIER_CONSECUTIVE,
              OUTLIER_INTERVAL,
              OUTLIER_BASE,
              OUTLIER_MAX,
              OUTLIER_MAX_EJECTED,
              OUTLIER_DEVIATIONS,
              OUTLIER_ENDPOINTS,
              OUTLIER_REQUESTS,
              BREAKER_FAILURES,
              BREAKER_WINDOW,
              BREAKER_CALLS,
              BREAKER_OPEN,
              BREAKER_PROBES,
              CONCURRENCY,
              THROTTLE));

  private ResilienceSchema() {}
}

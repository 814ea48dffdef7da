package dev.remora.core.resilience;

import dev.remora.core.config.ServiceConfig;
import java.util.ArrayList;
import java.util.List;

/** What may reject calls to a service: any of them may be null. */
final class Guards {
  final String service;
  final Breaker breaker;
  final ConcurrencyLimiter limiter;
  final Throttle throttle;

  private Guards(String service, Breaker breaker, ConcurrencyLimiter limiter, Throttle throttle) {
    this.service = service;
    this.breaker = breaker;
    this.limiter = limiter;
    this.throttle = throttle;
  }

  /**
   * The guards that {@code config} asks for.
   *
   * @param before those of {@code old}, which go on where their settings are the same; or null
   * @return null if there are none
   */
  static Guards of(
      String service,
      ServiceConfig config,
      Guards before,
      ServiceConfig old,
      Chance chance,
      long now) {
    Breaker breaker = null;
    if (config.breakerFailures() != null) {
      boolean same = before != null && before.breaker != null && config.sameAs(old, "breaker.");
      breaker = same ? before.breaker : new Breaker(config, now);
    }
    ConcurrencyLimiter limiter = null;
    if (config.concurrency() != null) {
      boolean same = before != null && before.limiter != null && config.sameAs(old, "concurrency");
      limiter = same ? before.limiter : new ConcurrencyLimiter(config.concurrency(), now);
    }
    Throttle throttle = null;
    if (config.throttle() != null) {
      boolean same = before != null && before.throttle != null && config.sameAs(old, "throttle");
      throttle = same ? before.throttle : new Throttle(config.throttle(), chance, now);
    }
    return breaker == null && limiter == null && throttle == null
        ? null
        : new Guards(service, breaker, limiter, throttle);
  }

  /** What they do now, one line each. */
  List<String> describe(long now) {
    List<String> lines = new ArrayList<>();
    if (breaker != null) {
      lines.add(breaker.describe(now));
    }
    if (limiter != null) {
      lines.add(limiter.describe());
    }
    if (throttle != null) {
      lines.add(throttle.describe(now));
    }
    return lines;
  }
}

package dev.remora.core.resilience;

import dev.remora.core.config.ServiceConfig;

/**
 * The pause before a retry: random between none and a bound that grows, "full jitter", so that
 * callers that failed together don't come back together. As in Envoy the bound of the {@code n}th
 * retry is {@code (2^n - 1) · base}, and never more than ten times the base, 25 ms and 250 ms.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter">Envoy's
 *     router</a>
 */
final class Backoff {
  private final long base;
  private final long most;
  private final Chance chance;

  Backoff(ServiceConfig config, Chance chance) {
    this(config.retryBackoff().toMillis(), config.retryMaxBackoff().toMillis(), chance);
  }

  Backoff(long baseMillis, long mostMillis, Chance chance) {
    this.base = baseMillis;
    this.most = mostMillis;
    this.chance = chance;
  }

  /**
   * Milliseconds to wait.
   *
   * @param retry counted from 1, to at most 30
   */
  long millis(int retry) {
    long bound = Math.min(most, ((1L << retry) - 1) * base);
    return (long) (chance.next() * (bound + 1));
  }
}

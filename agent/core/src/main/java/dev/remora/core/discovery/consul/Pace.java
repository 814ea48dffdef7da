package dev.remora.core.discovery.consul;

import java.util.concurrent.TimeUnit;

/**
 * Keeps a blocking query from becoming a busy loop: a token bucket with a burst of 2, as Consul
 * asks of its clients (api-docs/features/blocking).
 *
 * <p>In the quiet case a query goes on without delay. When news come thick, one query a second is
 * made. When more wake-ups than that bring no news (a watch on an absent service wakes on every
 * registration of any service), the interval doubles with each up to 15 s, the rate that Consul
 * names.
 */
final class Pace {
  static final int BURST = 2;
  static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(15);

  private double tokens = BURST;
  private long interval = SHORTEST_NANOS;
  private long last;

  Pace(long nowNanos) {
    this.last = nowNanos;
  }

  /** A query waited in full and nothing happened. */
  void quiet(long nowNanos) {
    tokens = BURST;
    interval = SHORTEST_NANOS;
    last = nowNanos;
  }

  /**
   * The delay in nanoseconds before the next query.
   *
   * @param news whether the last answer told something new
   * @param nowNanos the time, as {@link System#nanoTime()} has it
   */
  long delay(boolean news, long nowNanos) {
    tokens = Math.min(BURST, tokens + (double) (nowNanos - last) / interval);
    last = nowNanos;
    if (news) {
      interval = SHORTEST_NANOS;
    } else if (tokens < 1) {
      interval = Math.min(LONGEST_NANOS, interval * 2);
    }
    tokens -= 1;
    return tokens >= 0 ? 0 : (long) (-tokens * interval);
  }
}

package dev.remora.gateway.filter.limit;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.List;

/**
 * {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-10, and
 * {@code Retry-After} (RFC 9110, section 10.2.3). {@code q} requests in {@code w} seconds; of them
 * {@code r} are left, and in {@code t} seconds all are there again, or, if none is left, the next.
 */
final class LimitHeaders {
  private static final AsciiString POLICY = new AsciiString("ratelimit-policy");
  private static final AsciiString LIMIT = new AsciiString("ratelimit");
  private static final long SECOND = 1_000_000_000L;

  private final LimitPlan[] plans;
  private final String policy;

  LimitHeaders(List<LimitPlan> plans) {
    this.plans = plans.toArray(new LimitPlan[0]);
    StringBuilder all = new StringBuilder();
    for (LimitPlan plan : plans) {
      if (plan.isTold()) {
        policy(plan, all);
      }
    }
    this.policy = all.toString();
  }

  private static void policy(LimitPlan plan, StringBuilder to) {
    Rate rate = plan.rate();
    policy(to, plan.name(), rate.limit(), rate.per().toSeconds());
    if (rate.burst() != rate.limit()) {
      to.append(";remora-burst=").append(rate.burst());
    }
  }

  /**
   * Tells a client.
   *
   * @param taken what {@link Buckets#take} has said of each limit; 0: it was not asked
   */
  void write(long[] taken, MultiMap headers) {
    StringBuilder limit = new StringBuilder(32 * plans.length);
    for (int i = 0; i < plans.length; i++) {
      if (taken[i] > 0) {
        headers.set(HttpHeaderNames.RETRY_AFTER, Long.toString(seconds(taken[i])));
      }
      if (plans[i].isTold() && taken[i] != 0) {
        long left = taken[i] > 0 ? 0 : plans[i].rate().remaining(-taken[i]);
        limit(limit, plans[i].name(), left, seconds(Math.abs(taken[i])));
      }
    }
    if (limit.length() > 0) {
      add(headers, policy, limit);
    }
  }

  /** Appends that {@code name} allows {@code requests} in so many seconds. */
  static void policy(StringBuilder to, String name, long requests, long seconds) {
    to.append(to.length() == 0 ? "\"" : ", \"").append(name);
    to.append("\";q=").append(requests).append(";w=").append(seconds);
  }

  /** Appends that {@code left} requests are left of {@code name}, and for how long. */
  static void limit(StringBuilder to, String name, long left, long seconds) {
    to.append(to.length() == 0 ? "\"" : ", \"").append(name);
    to.append("\";r=").append(left).append(";t=").append(seconds);
  }

  /** Adds what was appended to those of other filters. */
  static void add(MultiMap headers, CharSequence policy, CharSequence limit) {
    headers.add(POLICY, policy.toString());
    headers.add(LIMIT, limit.toString());
  }

  /** Whole ones, rounded up: what comes earlier comes in vain. */
  private static long seconds(long nanos) {
    return (nanos + SECOND - 1) / SECOND;
  }
}

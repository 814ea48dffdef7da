package dev.remora.gateway.filter.limit;

import com.google.gson.JsonArray;
import dev.remora.core.config.Types;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.stream.Collectors;

/** Lets a client have as many requests in a day or a month as all of its quotas allow. */
final class QuotaFilter implements Filter {
  static final Problem EXCEEDED =
      Problem.of(429, "quota-exceeded", "All requests of the day or the month have been made.")
          .type("https://iana.org/assignments/http-problem-types#quota-exceeded");

  private final QuotaPlan plan;
  private final String routePrefix;
  private final String gatewayPrefix;
  private final Counts counts;

  QuotaFilter(QuotaPlan plan, String routePrefix, String gatewayPrefix, Counts counts) {
    this.plan = plan;
    this.routePrefix = routePrefix;
    this.gatewayPrefix = gatewayPrefix;
    this.counts = counts;
  }

  @Override
  public String describe() {
    return plan.quotas().stream()
        .map(
            quota ->
                quota.name()
                    + " ("
                    + quota.requests()
                    + " per "
                    + Types.spelling(quota.period())
                    + " by "
                    + quota.key()
                    + ")")
        .collect(Collectors.joining(", ", "quota ", plan.isShared() ? ", in Redis" : ""));
  }

  @Override
  public boolean request(Exchange exchange) {
    long now = System.currentTimeMillis() / 1_000;
    int size = plan.quotas().size();
    String[] names = new String[size];
    long[] limits = new long[size];
    long[] ends = new long[size];
    Window[] windows = new Window[size];
    for (int i = 0; i < size; i++) {
      QuotaPlan.Quota quota = plan.quotas().get(i);
      windows[i] = quota.period().at(now);
      limits[i] = quota.requests();
      ends[i] = windows[i].end();
      names[i] =
          (quota.isGateway() ? gatewayPrefix : routePrefix)
              + quota.name()
              + ":"
              + windows[i].name()
              + ":"
              + quota.key().name(exchange);
    }
    counts.count(
        names, limits, ends, (passes, used) -> decide(exchange, windows, passes, used, now));
    return false;
  }

  private void decide(Exchange exchange, Window[] windows, boolean passes, long[] used, long now) {
    if (used == null) {
      if (plan.isDenied()) {
        exchange.reply(SharedBuckets.UNAVAILABLE);
      } else {
        exchange.proceed();
      }
      return;
    }
    Standing standing = new Standing(windows, used, now);
    exchange.note(this, standing);
    if (passes) {
      exchange.proceed();
      return;
    }
    JsonArray violated = new JsonArray();
    for (int i = 0; i < used.length; i++) {
      if (used[i] >= plan.quotas().get(i).requests()) {
        violated.add(plan.quotas().get(i).name());
        standing.retryAfter = Math.max(standing.retryAfter, windows[i].end() - now);
      }
    }
    exchange.reply(EXCEEDED.member("violated-policies", violated));
  }

  @Override
  public void response(Exchange exchange) {
    if (!(exchange.note(this) instanceof Standing standing)) {
      return;
    }
    StringBuilder policy = new StringBuilder();
    StringBuilder limit = new StringBuilder();
    for (int i = 0; i < standing.used.length; i++) {
      QuotaPlan.Quota quota = plan.quotas().get(i);
      Window window = standing.windows[i];
      long left = Math.max(0, quota.requests() - standing.used[i]);
      LimitHeaders.policy(policy, quota.name(), quota.requests(), window.seconds());
      LimitHeaders.limit(limit, quota.name(), left, window.end() - standing.now);
    }
    LimitHeaders.add(exchange.responseHeaders(), policy, limit);
    if (standing.retryAfter > 0) {
      exchange
          .responseHeaders()
          .set(HttpHeaderNames.RETRY_AFTER, Long.toString(standing.retryAfter));
    }
  }

  /** How it stands with one request's quotas. */
  private static final class Standing {
    private final Window[] windows;
    private final long[] used;
    private final long now;
    private long retryAfter;

    Standing(Window[] windows, long[] used, long now) {
      this.windows = windows;
      this.used = used;
      this.now = now;
    }
  }
}

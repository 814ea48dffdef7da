package dev.remora.gateway.filter.limit;

import dev.remora.gateway.config.Section;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.redis.RedisConfig;
import java.util.ArrayList;
import java.util.List;

/** The filters of this package, by when they act. */
public final class Limits {
  /** {@code rate-limit}: by what an unknown client may say, or by its address. */
  public static final FilterType BEFORE_AUTHENTICATION = RateLimitPlan.BEFORE_AUTHENTICATION;

  /** {@code rate-limit}: by who makes the request. */
  public static final FilterType AFTER_AUTHENTICATION = RateLimitPlan.AFTER_AUTHENTICATION;

  /** {@code quota}: after the limits that are cheaper to ask. */
  public static final FilterType QUOTA = QuotaPlan.TYPE;

  /** {@code concurrency}: after all that may reject a request for another reason. */
  public static final FilterType CONCURRENCY = ConcurrencyPlan.TYPE;

  private Limits() {}

  /**
   * Gives filters that share their limits the server for that.
   *
   * @param redis null: there is none
   * @param top where a filter that lacks one is told of
   */
  public static List<FilterPlan> bind(
      String route, List<FilterPlan> filters, RedisConfig redis, Section top) {
    List<FilterPlan> bound = new ArrayList<>();
    for (FilterPlan filter : filters) {
      if (redis == null && isShared(filter)) {
        top.problem(
            "routes",
            "route " + route + " has a limit in redis; allowed: settings redis at the top");
        return filters;
      }
      bound.add(bind(filter, redis));
    }
    return List.copyOf(bound);
  }

  private static boolean isShared(FilterPlan filter) {
    return (filter instanceof RateLimitPlan rates && rates.isShared())
        || (filter instanceof QuotaPlan quotas && quotas.isShared());
  }

  private static FilterPlan bind(FilterPlan filter, RedisConfig redis) {
    if (!isShared(filter)) {
      return filter;
    }
    return filter instanceof RateLimitPlan rates
        ? rates.with(redis)
        : ((QuotaPlan) filter).with(redis);
  }
}

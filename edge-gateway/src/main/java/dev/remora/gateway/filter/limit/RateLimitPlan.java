package dev.remora.gateway.filter.limit;

import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import dev.remora.gateway.redis.RedisConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The limits of a route that act at the same point.
 *
 * @param limits at least one
 */
record RateLimitPlan(List<LimitPlan> limits) implements FilterPlan {
  static final String KEY = "rate-limit";

  /**
   * Limits by what an unknown client may say, or by its address: before it is authenticated, which
   * costs more than a bucket.
   */
  static final FilterType BEFORE_AUTHENTICATION = type(false);

  /** Limits by who makes the request. */
  static final FilterType AFTER_AUTHENTICATION = type(true);

  private static FilterType type(boolean verified) {
    return new FilterType() {
      @Override
      public String key() {
        return KEY;
      }

      @Override
      public FilterPlan read(Section route) {
        List<LimitPlan> limits =
            limits(route).stream().filter(limit -> limit.key().isVerified() == verified).toList();
        return limits.isEmpty() ? null : new RateLimitPlan(limits);
      }
    };
  }

  /** All of them: a list of maps, or one map. */
  private static List<LimitPlan> limits(Section route) {
    List<LimitPlan> limits = new ArrayList<>();
    if (route.node(KEY).items() == null) {
      LimitPlan one = route.optional(KEY, LimitPlan::read);
      if (one != null) {
        limits.add(one);
      }
    } else {
      limits.addAll(route.sections(KEY, LimitPlan::read));
    }
    Set<String> names = new HashSet<>();
    for (LimitPlan limit : limits) {
      if (!names.add(limit.name())) {
        route.problem(KEY, "two are called " + limit.name() + "; allowed: names of one each");
      }
    }
    return limits;
  }

  boolean isShared() {
    return limits.stream().anyMatch(LimitPlan::isShared);
  }

  /** The same with the server that its shared limits need. */
  RateLimitPlan with(RedisConfig redis) {
    return new RateLimitPlan(limits.stream().map(limit -> limit.with(redis)).toList());
  }

  @Override
  public Filter build(String route, Parts parts) {
    return RateLimit.of(limits, route, parts);
  }
}

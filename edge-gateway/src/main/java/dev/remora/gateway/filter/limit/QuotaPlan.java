package dev.remora.gateway.filter.limit;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import dev.remora.gateway.redis.RedisConfig;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How many requests a client has in a day or a month.
 *
 * @param quotas at least one
 * @param file where they are counted; null: in Redis
 * @param isDenied whether requests are rejected that can't be counted
 * @param redis the server; null until {@link #with}, and with a file
 */
record QuotaPlan(List<Quota> quotas, String file, boolean isDenied, RedisConfig redis)
    implements FilterPlan {
  private static final int MOST = 999_999_999;

  /**
   * One of them.
   *
   * @param name what clients and operators know it by
   * @param key whose requests are counted together
   * @param isGateway whether those of all routes with a quota of this name are
   */
  record Quota(
      String name, int requests, Window.Period period, RequestKey key, boolean isGateway) {}

  private enum OnFailure {
    ALLOW,
    DENY
  }

  /** {@code quota: {limits: [...], file: ...}}. */
  static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "quota";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.optional(key(), QuotaPlan::of);
        }
      };

  private static QuotaPlan of(Section quota) {
    List<Quota> quotas = quota.sections("limits", QuotaPlan::one);
    String file = quota.value("file", Types.PATH, null);
    OnFailure failure = quota.value("on-failure", Types.oneOf(OnFailure.class), OnFailure.ALLOW);
    Set<String> names = new HashSet<>();
    for (Quota each : quotas) {
      if (!names.add(each.name())) {
        quota.problem("limits", "two are called " + each.name() + "; allowed: names of one each");
      }
    }
    if (quotas.isEmpty()) {
      quota.problem("limits", "says nothing; allowed: a list of maps with requests and per");
      return null;
    }
    return new QuotaPlan(List.copyOf(quotas), file, failure == OnFailure.DENY, null);
  }

  private static Quota one(Section quota) {
    Integer requests = quota.required("requests", Types.count(1, MOST));
    Window.Period period = quota.required("per", Types.oneOf(Window.Period.class));
    RequestKey identity = new RequestKey(RequestKey.Part.IDENTITY, "");
    RequestKey key = quota.value("key", RequestKey.TYPE, identity);
    LimitPlan.Scope scope =
        quota.value("scope", Types.oneOf(LimitPlan.Scope.class), LimitPlan.Scope.ROUTE);
    if (requests == null || period == null) {
      return null;
    }
    String name = quota.value("name", GatewayTypes.NAME, Types.spelling(period));
    return new Quota(name, requests, period, key, scope == LimitPlan.Scope.GATEWAY);
  }

  boolean isShared() {
    return file == null;
  }

  /** The same with the server that it needs. */
  QuotaPlan with(RedisConfig server) {
    return new QuotaPlan(quotas, file, isDenied, server);
  }

  @Override
  public Filter build(String route, Parts parts) {
    String prefix = isShared() ? redis.prefix() + ":quota:" : "";
    return new QuotaFilter(this, prefix + route + ":", prefix + ":", counts(parts));
  }

  private Counts counts(Parts parts) {
    return isShared()
        ? new RedisCounts(SharedBuckets.redis(redis, parts))
        : parts.shared(
            new CountsFile(file), () -> new FileCounts(Path.of(file), parts.vertx(), parts.log()));
  }

  private record CountsFile(String path) {}
}

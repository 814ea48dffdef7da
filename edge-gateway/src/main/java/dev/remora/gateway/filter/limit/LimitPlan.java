package dev.remora.gateway.filter.limit;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.filter.Parts;
import java.time.Duration;

/**
 * One limit as it is configured.
 *
 * @param name what clients and operators know it by
 * @param key whose requests are counted together
 * @param scope where they are counted together
 * @param keys how many of them are kept in memory
 * @param isTold whether clients are told how much is left
 */
record LimitPlan(String name, Rate rate, RequestKey key, Scope scope, int keys, boolean isTold) {
  private static final int MOST_REQUESTS = 1_000_000;
  private static final int MOST_KEYS = 10_000_000;
  private static final int DEFAULT_KEYS = 65_536;

  /** Where requests of one key are counted together. */
  enum Scope {
    /** Each route has buckets of its own. */
    ROUTE,
    /** All routes with a limit of this name share its buckets. */
    GATEWAY
  }

  /** Reads one of them; null after a problem. */
  static LimitPlan read(Section limit) {
    RequestKey key = limit.value("key", RequestKey.TYPE, RequestKey.ADDRESS);
    String name = limit.value("name", GatewayTypes.NAME, Types.spelling(key.part()));
    Integer requests = limit.required("requests", Types.count(1, MOST_REQUESTS));
    Duration per = limit.value("per", Types.duration("1s", "24h"), Duration.ofSeconds(1));
    Integer burst = limit.value("burst", Types.count(1, MOST_REQUESTS), requests);
    Scope scope = limit.value("scope", Types.oneOf(Scope.class), Scope.ROUTE);
    int keys = limit.value("max-keys", Types.count(1, MOST_KEYS), DEFAULT_KEYS);
    boolean isTold = limit.value("headers", Types.FLAG, true);
    if (requests == null) {
      return null;
    }
    Rate rate = new Rate(requests, per, burst);
    if (rate.isTooSlow()) {
      limit.problem(
          "burst", "takes more than a year to come back; allowed: less, or more requests per time");
      return null;
    }
    return new LimitPlan(name, rate, key, scope, keys, isTold);
  }

  /** The limit itself, with the buckets that it had before a reload. */
  Limit build(String route, Parts parts) {
    Counted counted = new Counted(scope == Scope.ROUTE ? route : null, name, key, keys);
    return new Limit(this, parts.shared(counted, () -> new Buckets(keys)), hash(parts));
  }

  private static KeyHash hash(Parts parts) {
    return parts.shared(KeyHash.class, KeyHash::random);
  }

  /** What is counted together, however often the rate is changed. */
  private record Counted(String route, String name, RequestKey key, int keys) {}
}

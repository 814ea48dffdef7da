package dev.remora.gateway.filter.limit;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.plan.Parts;
import dev.remora.gateway.redis.RedisConfig;
import java.time.Duration;

/**
 * One limit as it is configured.
 *
 * @param name what clients and operators know it by
 * @param key whose requests are counted together
 * @param scope where they are counted together
 * @param keys how many of them are kept in memory
 * @param isTold whether clients are told how much is left
 * @param store where the buckets are
 * @param onFailure what holds while a store that is shared does not answer
 * @param redis the server of {@code store}; null until {@link #with}, and for local buckets
 */
record LimitPlan(
    String name,
    Rate rate,
    RequestKey key,
    Scope scope,
    int keys,
    boolean isTold,
    Store store,
    OnFailure onFailure,
    RedisConfig redis) {
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

  /** Where buckets are. */
  enum Store {
    /** In this process. */
    LOCAL,
    /** In Redis, for all gateways together. */
    REDIS
  }

  /** What holds while a shared store does not answer. */
  enum OnFailure {
    /** Each gateway counts by itself. */
    LOCAL,
    /** Requests pass. */
    ALLOW,
    /** Requests are rejected. */
    DENY
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
    Store store = limit.value("store", Types.oneOf(Store.class), Store.LOCAL);
    OnFailure onFailure = limit.value("on-failure", Types.oneOf(OnFailure.class), OnFailure.LOCAL);
    if (store == Store.LOCAL && limit.has("on-failure")) {
      limit.problem("on-failure", "is for shared limits; allowed: store: redis beside it");
    }
    if (requests == null) {
      return null;
    }
    Rate rate = new Rate(requests, per, burst);
    if (rate.isTooSlow()) {
      limit.problem(
          "burst", "takes more than a year to come back; allowed: less, or more requests per time");
      return null;
    }
    return new LimitPlan(name, rate, key, scope, keys, isTold, store, onFailure, null);
  }

  /** For operators, on one line. */
  String describe() {
    return name
        + " ("
        + rate
        + " by "
        + key
        + (isShared() ? ", in " + redis + ", else " + Types.spelling(onFailure) : "")
        + ")";
  }

  boolean isShared() {
    return store == Store.REDIS;
  }

  /** The same with the server that it needs. */
  LimitPlan with(RedisConfig server) {
    return isShared()
        ? new LimitPlan(name, rate, key, scope, keys, isTold, store, onFailure, server)
        : this;
  }

  /** What the names of its keys in a shared store begin with. */
  String keyPrefix(String route) {
    String where = scope == Scope.ROUTE ? route : "";
    return redis.prefix() + ":rate:" + where + ":" + name + ":";
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

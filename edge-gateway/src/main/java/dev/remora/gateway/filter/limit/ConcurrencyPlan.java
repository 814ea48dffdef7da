package dev.remora.gateway.filter.limit;

import dev.remora.core.config.Concurrency;
import dev.remora.core.config.Percent;
import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import java.time.Duration;

/**
 * How many requests of a route may be under way at once.
 *
 * @param limit known, or found out
 * @param group routes of the same one share the limit; null: the route is alone
 * @param share of the limit that this route's requests may fill, 0 to 1
 * @param queue how many requests may wait
 * @param queueTimeout how long each of them may
 */
record ConcurrencyPlan(
    Concurrency limit, String group, double share, int queue, Duration queueTimeout)
    implements FilterPlan {
  private static final int MOST_WAITING = 100_000;
  private static final Duration DEFAULT_WAIT = Duration.ofMillis(100);

  private static final Type<Percent> SHARE =
      new Type<>("1% to 100%") {
        @Override
        public Percent parse(String text) {
          Percent percent = Types.PERCENT.parse(text);
          if (percent.share() < 0.01) {
            throw new BadValue("is out of range");
          }
          return percent;
        }
      };

  /** {@code concurrency: 100}, or a map. */
  static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "concurrency";
        }

        @Override
        public FilterPlan read(Section route) {
          if (route.node(key()).text() == null) {
            return route.optional(key(), ConcurrencyPlan::of);
          }
          Concurrency limit = route.value(key(), Types.CONCURRENCY, null);
          return limit == null ? null : new ConcurrencyPlan(limit, null, 1, 0, DEFAULT_WAIT);
        }
      };

  private static ConcurrencyPlan of(Section concurrency) {
    Concurrency limit = concurrency.required("limit", Types.CONCURRENCY);
    String group = concurrency.value("group", GatewayTypes.NAME, null);
    Percent share = concurrency.value("share", SHARE, null);
    int queue = concurrency.value("queue", Types.count(0, MOST_WAITING), 0);
    Duration wait = concurrency.value("queue-timeout", Types.duration("1ms", "1m"), DEFAULT_WAIT);
    return limit == null
        ? null
        : new ConcurrencyPlan(limit, group, share == null ? 1 : share.share(), queue, wait);
  }

  @Override
  public Filter build(String route, Parts parts) {
    Counted counted = new Counted(group == null ? route : null, group, limit);
    return new ConcurrencyFilter(
        this, parts.shared(counted, () -> new Gate(limit, System.nanoTime())), parts.vertx());
  }

  /** What is counted together. */
  private record Counted(String route, String group, Concurrency limit) {}

  /** For operators, on one line. */
  String describe() {
    return "concurrency "
        + limit
        + (group == null ? "" : ", shared by " + group)
        + (share < 1 ? ", of which " + Math.round(share * 100) + "%" : "")
        + (queue == 0 ? "" : ", " + queue + " wait " + queueTimeout.toMillis() + "ms at most");
  }
}

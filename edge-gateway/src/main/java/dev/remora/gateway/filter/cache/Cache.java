package dev.remora.gateway.filter.cache;

import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;

/**
 * Keeps responses of a route. Off unless it is set.
 *
 * @param maxObject bytes of a body; longer ones are not kept
 */
public record Cache(long maxObject) implements FilterPlan {
  private static final long DEFAULT_OBJECT = 1 << 20;
  private static final long LARGEST_OBJECT = 16 << 20;

  /** Of the heap, for all routes together: what is kept must not be what ends the gateway. */
  private static final int SHARE = 8;

  /** {@code cache: {max-object: 1MiB}}. */
  public static final FilterType TYPE =
      new FilterType() {
        @Override
        public String key() {
          return "cache";
        }

        @Override
        public FilterPlan read(Section route) {
          return route.optional(
              key(),
              cache ->
                  new Cache(
                      cache.value(
                          "max-object", GatewayTypes.size(0, LARGEST_OBJECT), DEFAULT_OBJECT)));
        }
      };

  @Override
  public Filter build(String route, Parts parts) {
    Store store =
        parts.shared(Store.class, () -> new Store(Runtime.getRuntime().maxMemory() / SHARE));
    return new CacheFilter(route, store, maxObject);
  }
}

package dev.remora.gateway.plan;

import dev.remora.gateway.exchange.Filter;

/**
 * A filter as it is configured, before it has anything to do with a running gateway. Immutable;
 * plans of the same settings are equal.
 */
public interface FilterPlan {
  /**
   * The filter of a route.
   *
   * @param route the route's name
   * @param parts what the gateway lends to filters
   */
  Filter build(String route, Parts parts);

  /** Whether it answers requests itself, so that its route need lead nowhere. */
  default boolean answers() {
    return false;
  }

  /**
   * Whether it answers what browsers ask before a page of another origin may call: {@code OPTIONS}
   * is then for the route too if the method that is asked for is.
   */
  default boolean takesPreflights() {
    return false;
  }
}

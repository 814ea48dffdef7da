package dev.remora.gateway.plan;

import dev.remora.gateway.config.Section;

/** A kind of filter: the key of its settings in a route, and how they are read. */
public interface FilterType {
  /** The key, for example {@code strip-prefix}. */
  String key();

  /**
   * Reads its settings.
   *
   * @param route the settings of the route, in which {@link #key} is set
   * @return null after a problem, which {@code route} was told
   */
  FilterPlan read(Section route);

  /** The filter of routes that set nothing, nor have it set by {@code defaults}; null: none. */
  default FilterPlan byDefault() {
    return null;
  }
}

package dev.remora.gateway.route;

import dev.remora.gateway.auth.Authentication;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.filter.cache.Cache;
import dev.remora.gateway.filter.call.CallSettings;
import dev.remora.gateway.filter.compression.Compression;
import dev.remora.gateway.filter.cors.Cors;
import dev.remora.gateway.filter.headers.HeaderFilters;
import dev.remora.gateway.filter.limit.Limits;
import dev.remora.gateway.filter.mirror.Mirror;
import dev.remora.gateway.filter.path.AddPrefix;
import dev.remora.gateway.filter.path.Rewrite;
import dev.remora.gateway.filter.path.StripPrefix;
import dev.remora.gateway.filter.redirect.Redirect;
import dev.remora.gateway.filter.respond.Respond;
import dev.remora.gateway.filter.size.BodyLimits;
import dev.remora.gateway.filter.stream.StreamIdle;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.upgrade.UpgradeFilter;
import java.util.ArrayList;
import java.util.List;

/** All kinds of filters, in the order in which they act on a request. */
public final class FilterTypes {
  private static final List<FilterType> ALL =
      List.of(
          HeaderFilters.RESPONSE,
          Cors.TYPE,
          Redirect.TYPE,
          Limits.BEFORE_AUTHENTICATION,
          Authentication.FILTER,
          Limits.AFTER_AUTHENTICATION,
          Compression.TYPE,
          BodyLimits.TYPE,
          Authentication.PUBLIC_KEYS,
          Limits.QUOTA,
          Limits.CONCURRENCY,
          Respond.TYPE,
          Cache.TYPE,
          StripPrefix.TYPE,
          Rewrite.TYPE,
          AddPrefix.TYPE,
          HeaderFilters.HOST,
          HeaderFilters.REQUEST,
          CallSettings.TYPE,
          StreamIdle.TYPE,
          UpgradeFilter.TYPE,
          Mirror.TYPE);

  private FilterTypes() {}

  /** The keys of all of them, sorted. */
  static List<String> keys() {
    return ALL.stream().map(FilterType::key).distinct().sorted().toList();
  }

  /**
   * The filters of a route.
   *
   * @param route its settings
   * @param defaults what holds for routes that do not set a key themselves
   */
  public static List<FilterPlan> read(Section route, Section defaults) {
    List<FilterPlan> plans = new ArrayList<>();
    for (FilterType type : ALL) {
      boolean own = route.has(type.key());
      FilterPlan plan =
          own
              ? type.read(route)
              : defaults.has(type.key()) ? type.read(defaults) : type.byDefault();
      if (plan != null) {
        plans.add(plan);
      }
    }
    return List.copyOf(plans);
  }
}

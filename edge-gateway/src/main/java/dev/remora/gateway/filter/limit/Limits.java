package dev.remora.gateway.filter.limit;

import dev.remora.gateway.filter.FilterType;

/** The filters of this package, by when they act. */
public final class Limits {
  /** {@code rate-limit}: by what an unknown client may say, or by its address. */
  public static final FilterType BEFORE_AUTHENTICATION = RateLimitPlan.BEFORE_AUTHENTICATION;

  /** {@code rate-limit}: by who makes the request. */
  public static final FilterType AFTER_AUTHENTICATION = RateLimitPlan.AFTER_AUTHENTICATION;

  private Limits() {}
}

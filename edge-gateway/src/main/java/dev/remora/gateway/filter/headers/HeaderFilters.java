package dev.remora.gateway.filter.headers;

import dev.remora.gateway.plan.FilterType;

/** The filters of this package. */
public final class HeaderFilters {
  /** {@code host: service}. */
  public static final FilterType HOST = HostHeader.TYPE;

  /** {@code request-headers: {set: {x-from: "{client}"}, add: .., remove: [x-debug]}}. */
  public static final FilterType REQUEST = RequestHeaders.TYPE;

  /** {@code response-headers: {set: .., add: .., remove: [server]}}. */
  public static final FilterType RESPONSE = ResponseHeaders.TYPE;

  private HeaderFilters() {}
}

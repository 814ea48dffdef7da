package dev.remora.instrumentation.apachehttpclient5;

import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.pool.ConnPoolControl;

/**
 * How many connections the application allows for a route holds for each endpoint that the route
 * leads to.
 */
final class PoolLimits {
  private PoolLimits() {}

  /**
   * Copies the limit of the lease's logical route to its endpoint, before a connection is made: the
   * one time that costs nothing in comparison, and early enough, since it is the number of
   * connections that is limited.
   */
  static void carryOver(Object manager, Lease<?> lease) {
    if (manager instanceof ConnPoolControl) {
      @SuppressWarnings("unchecked")
      ConnPoolControl<HttpRoute> pool = (ConnPoolControl<HttpRoute>) manager;
      int limit = pool.getMaxPerRoute(lease.logicalRoute());
      HttpRoute endpoint = lease.route();
      if (limit > 0 && limit != pool.getMaxPerRoute(endpoint)) {
        pool.setMaxPerRoute(endpoint, limit);
      }
    }
  }
}

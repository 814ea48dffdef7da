package dev.remora.core.balancing;

import dev.remora.core.routing.LiveEndpoint;
import java.util.ArrayList;
import java.util.List;

/** Leaves out endpoints that are ejected. */
final class Health {
  private Health() {}

  /** Those of {@code all} that are not ejected. */
  static List<LiveEndpoint> good(List<LiveEndpoint> all) {
    List<LiveEndpoint> good = new ArrayList<>(all.size());
    for (LiveEndpoint endpoint : all) {
      if (endpoint.stats().ejection() == null) {
        good.add(endpoint);
      }
    }
    return good;
  }

  /**
   * Whether so few are left that they could not carry the load of all: then the failures are
   * everybody's, and calls go anywhere (Envoy's panic threshold).
   *
   * @param least the share that has to be left
   */
  static boolean isPanic(int good, int all, double least) {
    return good == 0 || good < least * all;
  }
}

package dev.remora.core.balancing;

import dev.remora.core.routing.LiveEndpoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps calls in their zone as far as its endpoints can carry them: Envoy's zone-aware routing.
 *
 * <p>All zones are taken to call alike, that is, each makes up one of Z, where Z counts the zones
 * with endpoints and this one. Where this zone's endpoints have that share of all weight or more,
 * all calls stay. Otherwise as many stay as fill them, and the rest goes to zones that have more
 * than their callers need, in proportion to that surplus. So each endpoint gets the same, whichever
 * zone it is in, and as many calls as possible stay in theirs.
 *
 * <p>Below 6 endpoints zones don't count, as by Envoy's {@code min_cluster_size}: where one or two
 * are left to choose from, policies can't make up for a slow one.
 */
final class Zones {
  private static final int LEAST_ENDPOINTS = 6;

  private Zones() {}

  /** Whether zones count. */
  static boolean count(String zone, int endpoints) {
    return zone != null && endpoints >= LEAST_ENDPOINTS;
  }

  /**
   * Multiplies {@code weights} of {@code good} endpoints by what their zone gets from this one.
   *
   * @param zone this process's
   * @param all also those that are out of rotation, whose zones go on calling
   */
  static void weigh(
      String zone, List<LiveEndpoint> all, List<LiveEndpoint> good, double[] weights) {
    Set<String> zones = new HashSet<>();
    zones.add(zone);
    for (LiveEndpoint endpoint : all) {
      zones.add(endpoint.endpoint().zone());
    }
    Map<String, Double> capacities = new HashMap<>();
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      String its = good.get(i).endpoint().zone();
      Double before = capacities.get(its);
      capacities.put(its, (before == null ? 0 : before) + weights[i]);
      sum += weights[i];
    }
    double callers = 1.0 / zones.size();
    double surplus = 0;
    for (double capacity : capacities.values()) {
      surplus += Math.max(0, capacity / sum - callers);
    }
    double own = capacities.containsKey(zone) ? capacities.get(zone) / sum : 0;
    double stay = Math.min(1, own / callers);
    for (int i = 0; i < weights.length; i++) {
      String its = good.get(i).endpoint().zone();
      double capacity = capacities.get(its) / sum;
      double share =
          its.equals(zone)
              ? stay
              : surplus == 0 ? 0 : (1 - stay) * Math.max(0, capacity - callers) / surplus;
      weights[i] *= share / capacity;
    }
  }
}

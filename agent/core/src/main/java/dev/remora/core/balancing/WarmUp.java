package dev.remora.core.balancing;

import dev.remora.core.routing.EndpointStats;
import dev.remora.core.routing.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Gives an endpoint that joins others less at first: Envoy's slow start with its defaults, {@code
 * aggression} 1 and {@code min_weight_percent} 10. The weight rises in proportion to the time since
 * it joined, from a tenth.
 *
 * <p>Those that are there at the first snapshot don't warm up: all would be the same.
 */
final class WarmUp {
  private static final double LEAST = 0.1;

  private final Map<EndpointStats, Long> joined = new HashMap<>();

  /** Takes note of a new snapshot. */
  void follow(Snapshot before, Snapshot next, long now) {
    Set<EndpointStats> known = new HashSet<>();
    for (int i = 0; i < before.size(); i++) {
      known.add(before.get(i).stats());
    }
    Set<EndpointStats> here = new HashSet<>();
    for (int i = 0; i < next.size(); i++) {
      EndpointStats stats = next.get(i).stats();
      here.add(stats);
      // Where all were gone the first to come back would wait for each other.
      if (before.size() > 0 && !known.contains(stats)) {
        joined.put(stats, now);
      }
    }
    joined.keySet().retainAll(here);
  }

  /** Forgets those that have been here for {@code windowNanos}. */
  void forget(long windowNanos, long now) {
    for (Iterator<Long> each = joined.values().iterator(); each.hasNext(); ) {
      if (now - each.next() >= windowNanos) {
        each.remove();
      }
    }
  }

  /** Forgets all. */
  void clear() {
    joined.clear();
  }

  /** Whether any warms up. */
  boolean isUnderWay() {
    return !joined.isEmpty();
  }

  /** What part of its weight an endpoint has, 0.1 to 1. */
  double factor(EndpointStats stats, long windowNanos, long now) {
    Long since = joined.get(stats);
    return since == null ? 1 : Math.min(1, Math.max(LEAST, (double) (now - since) / windowNanos));
  }
}

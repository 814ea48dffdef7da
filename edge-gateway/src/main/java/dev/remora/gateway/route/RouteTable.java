package dev.remora.gateway.route;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.filter.Parts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All routes, ready to be looked up. Immutable: an edit makes another table. */
public final class RouteTable {
  private final List<Entry> entries;

  private RouteTable(List<Entry> entries) {
    this.entries = entries;
  }

  /** The table of {@code plans}. */
  public static RouteTable of(List<RoutePlan> plans, Parts parts) {
    List<Entry> entries = new ArrayList<>();
    for (RoutePlan plan : plans) {
      entries.add(new Entry(plan.match(), plan.build(parts)));
    }
    entries.sort(Comparator.comparing(Entry::rank).reversed());
    return new RouteTable(List.copyOf(entries));
  }

  /** The route that {@code exchange} takes; null: there is none. */
  public Route find(Exchange exchange) {
    for (Entry entry : entries) {
      if (entry.match.matches(exchange)) {
        return entry.route;
      }
    }
    return null;
  }

  /** All routes, the most particular first. */
  public List<Route> routes() {
    return entries.stream().map(Entry::route).toList();
  }

  private record Entry(Match match, Route route) {
    int rank() {
      int host = match.hosts().isEmpty() ? 0 : 1_000_000;
      int path =
          match.path() != null ? 100_000 : match.prefix() == null ? 0 : match.prefix().length();
      return host + path;
    }
  }
}

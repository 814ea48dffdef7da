package dev.remora.gateway.route;

import dev.remora.gateway.exchange.RequestHead;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.Parts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All routes, ready to be looked up: those of the very host first, then those of the longest {@code
 * *.} name, then those of all hosts. What a look-up takes does not grow with the number of hosts
 * and paths, and it allocates nothing. Immutable: an edit makes another table.
 */
public final class RouteTable {
  private final List<Route> routes;
  private final Map<String, HostRoutes> hosts;

  /** By what follows the star: {@code .example.com}. */
  private final Slices<HostRoutes> wildcards;

  /** Null: all routes name hosts. */
  private final HostRoutes everywhere;

  private RouteTable(List<Route> routes, Map<String, HostRoutes.Builder> builders) {
    this.routes = List.copyOf(routes);
    Map<String, HostRoutes> wild = new HashMap<>();
    hosts = new HashMap<>();
    builders.forEach(
        (host, builder) -> {
          if (host.startsWith("*")) {
            wild.put(host.substring(1), builder.build());
          } else {
            hosts.put(host, builder.build());
          }
        });
    everywhere = hosts.remove("");
    wildcards = Slices.of(wild);
  }

  /** The table of {@code plans}. */
  public static RouteTable of(List<RoutePlan> plans, Parts parts) {
    List<Route> routes = new ArrayList<>();
    Map<String, HostRoutes.Builder> builders = new HashMap<>();
    for (RoutePlan plan : plans) {
      Route route = plan.build(parts);
      Candidates.Entry entry =
          new Candidates.Entry(
              plan.match(),
              route,
              plan.filters().stream().anyMatch(FilterPlan::takesPreflights),
              routes.size());
      routes.add(route);
      List<String> hosts = plan.match().hosts();
      for (String host : hosts.isEmpty() ? List.of("") : hosts) {
        builders.computeIfAbsent(host, key -> new HostRoutes.Builder()).add(entry);
      }
    }
    return new RouteTable(routes, builders);
  }

  /** A table of one route, which leads nowhere. */
  static RouteTable of(Match match) {
    Route route = new Route("", List.of(), List.of());
    Map<String, HostRoutes.Builder> builders = new HashMap<>();
    for (String host : match.hosts().isEmpty() ? List.of("") : match.hosts()) {
      builders
          .computeIfAbsent(host, key -> new HostRoutes.Builder())
          .add(new Candidates.Entry(match, route, false, 0));
    }
    return new RouteTable(List.of(route), builders);
  }

  /** The route that {@code head} takes; null: there is none. */
  public Route find(RequestHead head) {
    String host = head.host();
    HostRoutes same = hosts.isEmpty() ? null : hosts.get(host);
    Route route = same == null ? null : same.find(head);
    if (!wildcards.isEmpty()) {
      int dot = host.indexOf('.', 1);
      while (route == null && dot > 0) {
        HostRoutes wild = wildcards.get(host, dot, host.length());
        route = wild == null ? null : wild.find(head);
        dot = host.indexOf('.', dot + 1);
      }
    }
    return route == null && everywhere != null ? everywhere.find(head) : route;
  }

  /** All routes, in the order of the file. */
  public List<Route> routes() {
    return routes;
  }
}

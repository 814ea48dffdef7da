package dev.remora.gateway.route;

import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.filter.path.StripPrefix;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.Parts;
import java.util.ArrayList;
import java.util.List;

/**
 * A route as it is configured.
 *
 * @param name what it is called in logs and metrics
 * @param match which requests take it
 * @param filters in the order in which they act
 * @param backends the services it leads to
 */
public record RoutePlan(
    String name, Match match, List<FilterPlan> filters, List<Route.Backend> backends) {
  private static final int MOST_WEIGHT = 1_000_000;

  /** Reads one of the routes; null after a problem. */
  public static RoutePlan read(Section route, Section defaults) {
    String name = route.required("name", GatewayTypes.NAME);
    Match set = route.optional("match", Match::read);
    Match match = set == null ? Match.ALL : set;
    List<FilterPlan> filters = FilterTypes.read(route, defaults);
    List<Route.Backend> backends = backends(route, filters);
    return name == null ? null : new RoutePlan(name, match, filters, backends);
  }

  private static List<Route.Backend> backends(Section route, List<FilterPlan> filters) {
    List<Route.Backend> backends = new ArrayList<>();
    if (route.has("respond") && route.has("to")) {
      route.problem("to", "is never asked, as respond answers all; allowed: one of to, respond");
    }
    boolean answers =
        route.has("respond")
            || route.has("redirect")
            || filters.stream().anyMatch(FilterPlan::answers);
    if (answers && !route.has("to")) {
      return backends;
    }
    if (route.has("to") && route.node("to").items() != null) {
      backends.addAll(route.sections("to", RoutePlan::backend));
      return backends;
    }
    String service = route.required("to", GatewayTypes.SERVICE);
    if (service != null) {
      backends.add(new Route.Backend(service, 1));
    }
    return backends;
  }

  private static Route.Backend backend(Section backend) {
    String service = backend.required("service", GatewayTypes.SERVICE);
    int weight = backend.value("weight", Types.count(0, MOST_WEIGHT), 1);
    return service == null ? null : new Route.Backend(service, weight);
  }

  /**
   * The route of a service that is exposed.
   *
   * @param prefix what paths begin with, and what the service is not sent of them
   */
  static RoutePlan exposed(String service, String prefix, List<String> hosts, Section defaults) {
    List<FilterPlan> filters = new ArrayList<>();
    filters.add(new StripPrefix(prefix));
    filters.addAll(FilterTypes.read(new Section(null, "expose", defaults.problems()), defaults));
    return new RoutePlan(
        service,
        Match.below(List.copyOf(hosts), prefix),
        filters,
        List.of(new Route.Backend(service, 1)));
  }

  /** The same with other filters. */
  public RoutePlan with(List<FilterPlan> others) {
    return new RoutePlan(name, match, others, backends);
  }

  Route build(Parts parts) {
    return new Route(
        name,
        match.path().shown(),
        filters.stream().map(filter -> filter.build(name, parts)).toList(),
        backends,
        match.path().variables());
  }
}

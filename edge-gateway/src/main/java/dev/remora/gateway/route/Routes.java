package dev.remora.gateway.route;

import dev.remora.core.config.Words;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the routes of a file: {@code routes:}, and what {@code expose:} adds to them. */
public final class Routes {
  private final Section defaults;
  private final List<RoutePlan> plans = new ArrayList<>();
  private final Map<String, String> placeByName = new HashMap<>();
  private final Map<Object, String> placeByMatch = new HashMap<>();

  private Routes(Section defaults) {
    this.defaults = defaults;
  }

  /**
   * All routes, in the order of the file, those of exposed services last.
   *
   * @param top the settings of the file
   * @param defaults what holds for all routes that don't set a key themselves
   */
  public static List<RoutePlan> read(Section top, Section defaults) {
    Routes routes = new Routes(defaults);
    top.sections(
        "routes",
        route -> {
          RoutePlan plan = RoutePlan.read(route, defaults);
          routes.add(plan, route, route.place());
          return plan;
        });
    routes.expose(top);
    return List.copyOf(routes.plans);
  }

  private void expose(Section top) {
    YamlNode expose = top.node("expose");
    if (expose == null) {
      return;
    }
    List<YamlNode> items = expose.items() == null ? List.of(expose) : expose.items();
    for (int i = 0; i < items.size(); i++) {
      YamlNode item = items.get(i);
      String path = "expose[" + i + "]";
      if (item.entries() == null) {
        String service = service(top, item, path);
        if (service != null) {
          add(RoutePlan.exposed(service, "/" + service, List.of(), defaults), top, item.place());
        }
        continue;
      }
      Section section = new Section(item, path, top.problems());
      String service = section.required("service", GatewayTypes.SERVICE);
      String prefix = section.value("prefix", GatewayTypes.PATH_PREFIX, "/" + service);
      List<String> hosts = section.values("hosts", MatchTypes.HOST);
      section.end();
      if (service != null) {
        add(RoutePlan.exposed(service, prefix, hosts, defaults), section, item.place());
      }
    }
  }

  private static String service(Section top, YamlNode item, String path) {
    String allowed = "; allowed: the name of a service, or a map {service, prefix, hosts}";
    if (item.text() == null || item.text().isEmpty()) {
      top.problems().add(item.place() + ": " + path + ": is no service" + allowed);
      return null;
    }
    try {
      return GatewayTypes.SERVICE.parse(item.text());
    } catch (dev.remora.core.config.Type.BadValue e) {
      top.problems()
          .add(item.place() + ": " + path + ": " + item.quoted() + " " + e.getMessage() + allowed);
      return null;
    }
  }

  private void add(RoutePlan plan, Section from, String place) {
    if (plan == null) {
      return;
    }
    plans.add(plan);
    String named = placeByName.putIfAbsent(plan.name(), place);
    if (named != null) {
      from.problems()
          .add(
              place
                  + ": name: "
                  + Words.quote(plan.name())
                  + " is the name of the route at "
                  + named
                  + "; allowed: names of one route each");
    }
    Match match = plan.match();
    for (String host : match.hosts().isEmpty() ? List.of("") : match.hosts()) {
      for (String method : match.methods().isEmpty() ? List.of("") : match.methods()) {
        Object key =
            List.of(
                host, match.path().key(), method, match.headers(), match.query(), match.clients());
        String other = placeByMatch.putIfAbsent(key, place + " " + plan.name());
        if (other != null) {
          from.problems()
              .add(
                  place
                      + ": match: all that it takes"
                      + (host.isEmpty() ? "" : " for " + host)
                      + (method.isEmpty() ? "" : " with " + method)
                      + " is taken by the route at "
                      + other
                      + "; allowed: each match once");
          return;
        }
      }
    }
  }
}

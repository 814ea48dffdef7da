package dev.remora.gateway;

import dev.remora.core.config.Config;
import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.ListenerConfig;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.log.AccessLogConfig;
import dev.remora.gateway.route.RoutePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * All settings of a gateway: those of the mesh, spelled as in {@code remora.yaml}, and beside them
 * its own. Immutable.
 *
 * @param mesh the registry, the services and all else that the agent has too
 * @param listeners at least one
 * @param trustedProxies whose word about a client counts
 * @param accessLog null: there is none
 * @param routes in the order of the file, those of exposed services last
 */
record GatewayConfig(
    Config mesh,
    List<ListenerConfig> listeners,
    List<Cidr> trustedProxies,
    AccessLogConfig accessLog,
    List<RoutePlan> routes) {
  private static final String DEFAULTS = "defaults";

  /** The keys at the top of the file that are not the mesh's. */
  private static final Set<String> OWN =
      Set.of("access-log", "listeners", "trusted-proxies", "expose", DEFAULTS, "routes");

  private static final int DEFAULT_PORT = 8080;

  /**
   * Reads settings.
   *
   * @param label the file's name as the operator wrote it
   * @param content what it holds
   */
  static GatewayConfig read(
      String label,
      byte[] content,
      Properties systemProperties,
      Map<String, String> environment,
      Problems problems) {
    YamlNode root = Yaml.parse(label, content, problems);
    Config mesh = Config.embedded(root, OWN, systemProperties, environment, problems);
    boolean map = root != null && root.entries() != null;
    Section top = new Section(map ? root : null, "", problems);
    List<ListenerConfig> listeners = top.sections("listeners", ListenerConfig::read);
    if (listeners.isEmpty()) {
      listeners = List.of(new ListenerConfig("0.0.0.0", DEFAULT_PORT));
    }
    List<Cidr> trusted = top.values("trusted-proxies", Cidr.TYPE);
    AccessLogConfig accessLog = top.optional("access-log", AccessLogConfig::read);
    List<RoutePlan> routes = routes(top);
    return new GatewayConfig(mesh, List.copyOf(listeners), trusted, accessLog, routes);
  }

  private static List<RoutePlan> routes(Section top) {
    Section defaults = top.section(DEFAULTS);
    List<RoutePlan> routes =
        new ArrayList<>(top.sections("routes", route -> RoutePlan.read(route, defaults)));
    Set<String> names = new HashSet<>();
    for (RoutePlan route : routes) {
      if (!names.add(route.name())) {
        top.problem("routes", "two are called " + route.name() + "; allowed: names of one each");
      }
    }
    for (String service : top.values("expose", GatewayTypes.SERVICE)) {
      routes.add(RoutePlan.exposed(service, defaults));
    }
    defaults.end();
    return List.copyOf(routes);
  }
}

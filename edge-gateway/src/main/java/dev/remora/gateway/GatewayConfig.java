package dev.remora.gateway;

import dev.remora.core.config.Config;
import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.admin.AdminConfig;
import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.ListenerConfig;
import dev.remora.gateway.config.Section;
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
 * @param label the file's name as the operator wrote it
 * @param mesh the registry, the services and all else that the agent has too
 * @param listeners at least one
 * @param trustedProxies whose word about a client counts
 * @param routes in the order of the file, those of exposed services last
 * @param admin where operators ask
 */
record GatewayConfig(
    String label,
    Config mesh,
    List<ListenerConfig> listeners,
    List<Cidr> trustedProxies,
    List<RoutePlan> routes,
    AdminConfig admin) {
  private static final String DEFAULTS = "defaults";

  /** The keys at the top of the file that are not the mesh's. */
  private static final Set<String> OWN =
      Set.of("listeners", "trusted-proxies", "expose", DEFAULTS, "routes", "admin");

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
    List<RoutePlan> routes = routes(top);
    AdminConfig admin = AdminConfig.read(top.section("admin"));
    return new GatewayConfig(label, mesh, List.copyOf(listeners), trusted, routes, admin);
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

  /** Keys whose value differs in {@code other} and is only read at a start. */
  List<String> needRestart(GatewayConfig other) {
    List<String> keys = new ArrayList<>(mesh.needRestart(other.mesh));
    if (!listeners.equals(other.listeners)) {
      keys.add("listeners");
    }
    if (!trustedProxies.equals(other.trustedProxies)) {
      keys.add("trusted-proxies");
    }
    if (!admin.equals(other.admin)) {
      keys.add("admin");
    }
    return keys;
  }
}

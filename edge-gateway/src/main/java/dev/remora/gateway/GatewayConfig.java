package dev.remora.gateway;

import dev.remora.core.config.Config;
import dev.remora.core.config.Problems;
import dev.remora.core.config.Types;
import dev.remora.core.config.Yaml;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.admin.AdminConfig;
import dev.remora.gateway.auth.Authentication;
import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.config.UpstreamProtocol;
import dev.remora.gateway.filter.limit.Limits;
import dev.remora.gateway.http1.ConnectionLimits;
import dev.remora.gateway.listener.ListenerConfig;
import dev.remora.gateway.log.AccessLogConfig;
import dev.remora.gateway.proxy.UpstreamProtocols;
import dev.remora.gateway.redis.RedisConfig;
import dev.remora.gateway.route.FilterTypes;
import dev.remora.gateway.route.RoutePlan;
import dev.remora.gateway.route.Routes;
import dev.remora.gateway.tls.UpstreamTlsConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * All settings of a gateway: those of the mesh, spelled as in {@code remora.yaml}, and beside them
 * its own. Immutable.
 *
 * @param label the file's name as the operator wrote it
 * @param root all of it as it was read; null: nothing is set
 * @param mesh the registry, the services and all else that the agent has too
 * @param listeners at least one
 * @param upstreamTls by the service whose endpoints are called with TLS
 * @param upstreamProtocols by the service, in lower case
 * @param limits of clients' connections
 * @param trustedProxies whose word about a client counts
 * @param accessLog null: there is none
 * @param routes in the order of the file, those of exposed services last
 * @param admin where operators ask
 * @param drainTimeout how long what is under way at the end may take
 * @param eventLoops how many threads carry requests
 */
record GatewayConfig(
    String label,
    YamlNode root,
    Config mesh,
    List<ListenerConfig> listeners,
    Map<String, UpstreamTlsConfig> upstreamTls,
    Map<String, UpstreamProtocol> upstreamProtocols,
    ConnectionLimits limits,
    List<Cidr> trustedProxies,
    AccessLogConfig accessLog,
    List<RoutePlan> routes,
    int eventLoops,
    AdminConfig admin,
    Duration drainTimeout) {
  private static final String DEFAULTS = "defaults";
  private static final String UPSTREAM_TLS = "upstream-tls";
  private static final String UPSTREAM_PROTOCOLS = "upstream-protocols";
  private static final String DRAIN_TIMEOUT = "drain-timeout";

  /** The keys at the top of the file that are not the mesh's. */
  private static final Set<String> OWN =
      new TreeSet<>(
          Set.of(
              "admin",
              DRAIN_TIMEOUT,
              "access-log",
              "listeners",
              UPSTREAM_TLS,
              UPSTREAM_PROTOCOLS,
              "limits",
              "trusted-proxies",
              "expose",
              DEFAULTS,
              "routes",
              "event-loops",
              "authentication",
              "internal-token",
              RedisConfig.KEY));

  private static final int DEFAULT_PORT = 8080;

  /** With the default delay within the 30 s that Kubernetes gives a pod to end. */
  private static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(20);

  private static final int MOST_LOOPS = 256;

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
    if (root == null && problems.lines().isEmpty()) {
      problems.add(label + ":1:1: nothing is set; allowed: a map of settings");
    }
    Config mesh = Config.embedded(root, OWN, systemProperties, environment, problems);
    boolean map = root != null && root.entries() != null;
    Section top = new Section(map ? root : null, "", problems);
    List<ListenerConfig> listeners = top.sections("listeners", ListenerConfig::read);
    if (listeners.isEmpty()) {
      listeners = List.of(new ListenerConfig("0.0.0.0", DEFAULT_PORT, null));
    }
    ConnectionLimits limits = ConnectionLimits.read(top.section("limits"));
    List<Cidr> trusted = top.values("trusted-proxies", Cidr.TYPE);
    AccessLogConfig accessLog = top.optional("access-log", AccessLogConfig::read);
    List<RoutePlan> routes = routes(top);
    int processors = Runtime.getRuntime().availableProcessors();
    int loops = top.value("event-loops", Types.count(1, MOST_LOOPS), processors);
    Duration drainTimeout =
        top.value(DRAIN_TIMEOUT, Types.duration("0s", "1h"), DEFAULT_DRAIN_TIMEOUT);
    AdminConfig admin = AdminConfig.read(top.section("admin"));
    new PortCheck(top).check(listeners, admin);
    return new GatewayConfig(
        label,
        root,
        mesh,
        List.copyOf(listeners),
        UpstreamTlsConfig.read(top.section(UPSTREAM_TLS)),
        UpstreamProtocols.read(top.section(UPSTREAM_PROTOCOLS)),
        limits,
        trusted,
        accessLog,
        routes,
        loops,
        admin,
        drainTimeout);
  }

  private static List<RoutePlan> routes(Section top) {
    Section defaults = top.section(DEFAULTS);
    List<RoutePlan> routes = Routes.read(top, defaults);
    // Also what no route takes from there is checked.
    var unused = FilterTypes.read(new Section(null, DEFAULTS, top.problems()), defaults);
    defaults.end();
    Authentication authentication = Authentication.read(top);
    RedisConfig redis = RedisConfig.read(top);
    return routes.stream()
        .map(route -> route.with(authentication.bind(route.name(), route.filters())))
        .map(route -> route.with(Limits.bind(route.name(), route.filters(), redis, top)))
        .toList();
  }

  /** Keys whose value differs in {@code other} and is only read at a start. */
  List<String> needRestart(GatewayConfig other) {
    List<String> keys = new ArrayList<>(mesh.needRestart(other.mesh));
    if (!places(listeners).equals(places(other.listeners))) {
      keys.add("listeners");
    }
    if (eventLoops != other.eventLoops) {
      keys.add("event-loops");
    }
    if (!trustedProxies.equals(other.trustedProxies)) {
      keys.add("trusted-proxies");
    }
    if (!admin.equals(other.admin)) {
      keys.add("admin");
    }
    return keys;
  }

  private static List<String> places(List<ListenerConfig> listeners) {
    return listeners.stream().map(each -> each.address() + ":" + each.port()).toList();
  }
}

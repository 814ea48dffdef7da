package dev.remora.core.config;

import dev.remora.core.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Every setting there is, declared once: the agent arguments, system properties, environment
 * variables and YAML keys, their checks, their error lines and the printed reference all come from
 * this table.
 */
public final class Schema {
  static final Setting<Boolean> ENABLED =
      Setting.one(
              "enabled",
              Types.FLAG,
              true,
              "Whether requests are routed; false lets all of them pass untouched.")
          .live();

  static final Setting<String> CONFIG =
      Setting.one("config", Types.PATH, null, "A YAML file with settings.");

  static final Setting<List<RegistryUri>> REGISTRY =
      Setting.list(
          "registry",
          Types.REGISTRY,
          Collections.singletonList(RegistryUri.parse("consul://127.0.0.1:8500")),
          "Where services are looked up; of several the first that knows a service wins.");

  static final Setting<Duration> EMPTY_HOLD =
      Setting.one(
          "empty-hold",
          Types.duration("0s", "1h"),
          // Consul's agents put their services into a server that has come up without them within
          // 3 s, or 15 s after a failure (agent/ae/ae.go: serverUpIntv, retryFailIntv); Envoy gives
          // an endpoint the same 30 s before it looks again (base_ejection_time).
          Duration.ofSeconds(30),
          "How long a registry that suddenly lists nothing is not believed.");

  static final Setting<String> SNAPSHOT =
      Setting.one(
          "snapshot",
          Types.PATH,
          null,
          "A file that keeps what the registries said, for a start while they are down.");

  static final Setting<Duration> SNAPSHOT_MAX_AGE =
      Setting.one(
          "snapshot-max-age",
          Types.duration("1m", "720h"),
          Duration.ofHours(24),
          "How old what the snapshot says may be to be used.");

  static final Setting<List<Listening>> REGISTER =
      Setting.list(
          "register",
          Types.LISTENING,
          Collections.<Listening>emptyList(),
          "Services that this process serves, to be put into the registry.");

  static final Setting<Duration> DRAIN =
      Setting.one(
          "drain",
          Types.duration("0s", "5m"),
          // News of Consul are with every caller in a second, also of one who watches thousands of
          // services; most calls take less.
          Duration.ofSeconds(1),
          "How long a process that ends stays once it is out of the registry.");

  static final Setting<List<String>> EXCLUDE =
      Setting.list(
              "exclude",
              Types.NAME_PATTERN,
              Collections.singletonList("consul"),
              "Names that are never routed; Consul lists itself, with a port that speaks no HTTP.")
          .live();

  static final Setting<Duration> FIRST_CALL_TIMEOUT =
      Setting.one(
              "first-call-timeout",
              Types.duration("0s", "1m"),
              Duration.ofSeconds(1),
              "How long the first call to a service may wait for the registry's first answer.")
          .live();

  static final Setting<String> ZONE =
      Setting.one("zone", Types.TEXT, (String) null, "The zone this process runs in.").live();

  static final Setting<InboundToken> INBOUND_TOKEN =
      Setting.one(
          "inbound.token",
          Types.oneOf(InboundToken.class),
          InboundToken.NONE,
          "What the bearer token of a request that is served may be used for.");

  static final Setting<Log.Level> LOG =
      Setting.one(
              "log",
              Types.oneOf(Log.Level.class),
              Log.Level.WARN,
              "How much is written to standard error.")
          .live();

  static final Setting<TelemetryMode> TELEMETRY =
      Setting.one(
          "telemetry",
          Types.oneOf(TelemetryMode.class),
          TelemetryMode.AUTO,
          "Whether calls are recorded; auto: where a setting of OpenTelemetry says whereto;"
              + " own: even beside an agent that does.");

  /** Below this key stands a map from the names of services to their settings. */
  static final String SERVICES = "services";

  /** Stands for the services of all names, below {@link #SERVICES}. */
  static final String EVERY_SERVICE = "*";

  private static final List<Setting<?>> SETTINGS =
      all(
          Arrays.<Setting<?>>asList(
              ENABLED,
              CONFIG,
              REGISTRY,
              REGISTER,
              DRAIN,
              EXCLUDE,
              FIRST_CALL_TIMEOUT,
              ZONE,
              EMPTY_HOLD,
              SNAPSHOT,
              SNAPSHOT_MAX_AGE,
              INBOUND_TOKEN,
              LOG,
              TELEMETRY),
          RegistrySchema.SETTINGS);

  private static final List<Setting<?>> SERVICE_SETTINGS =
      all(BalancingSchema.SETTINGS, ResilienceSchema.SETTINGS, TokenSchema.SETTINGS);

  private Schema() {}

  @SafeVarargs
  private static List<Setting<?>> all(List<Setting<?>>... parts) {
    List<Setting<?>> all = new ArrayList<>();
    for (List<Setting<?>> part : parts) {
      all.addAll(part);
    }
    return Collections.unmodifiableList(all);
  }

  /** The settings of the process. */
  public static List<Setting<?>> settings() {
    return SETTINGS;
  }

  /** The settings of each service, below {@code services.NAME}. */
  public static List<Setting<?>> serviceSettings() {
    return SERVICE_SETTINGS;
  }
}

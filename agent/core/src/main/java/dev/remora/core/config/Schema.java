package dev.remora.core.config;

import dev.remora.core.log.Log;
import java.time.Duration;
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

  static final Setting<Log.Level> LOG =
      Setting.one(
              "log",
              Types.oneOf(Log.Level.class),
              Log.Level.WARN,
              "How much is written to standard error.")
          .live();

  static final Setting<String> CONSUL_TOKEN =
      Setting.one("consul.token", Types.SECRET, (String) null, "The ACL token.").secret();

  static final Setting<String> CONSUL_TOKEN_FILE =
      Setting.one(
          "consul.token-file", Types.PATH, null, "A file that holds the ACL token, read anew.");

  static final Setting<String> CONSUL_CA =
      Setting.one(
          "consul.ca",
          Types.PATH,
          null,
          "PEM file of the CA certificates to trust; else the JVM's.");

  static final Setting<String> CONSUL_CERTIFICATE =
      Setting.one(
          "consul.certificate", Types.PATH, null, "PEM file of the client certificate chain.");

  static final Setting<String> CONSUL_KEY =
      Setting.one(
          "consul.key", Types.PATH, null, "PEM file (PKCS#8) of the client certificate's key.");

  static final Setting<String> CONSUL_DATACENTER =
      Setting.one(
          "consul.datacenter", Types.TEXT, null, "The datacenter to ask; else the agent's own.");

  static final Setting<List<String>> CONSUL_TAGS =
      Setting.list(
          "consul.tags",
          Types.TEXT,
          Collections.<String>emptyList(),
          "Tags that every endpoint must carry.");

  static final Setting<Duration> CONSUL_WAIT =
      Setting.one(
          "consul.wait",
          // Consul's own bounds: https://developer.hashicorp.com/consul/api-docs/features/blocking
          Types.duration("1s", "10m"),
          Duration.ofMinutes(5),
          "How long a blocking query may wait for a change.");

  static final Setting<Balance> BALANCE =
      Setting.one(
              "balance",
              Types.oneOf(Balance.class),
              Balance.ROUND_ROBIN,
              "How requests are spread over the endpoints.")
          .live();

  /** Below this key stands a map from the names of services to their settings. */
  static final String SERVICES = "services";

  private static final List<Setting<?>> SETTINGS =
      Collections.unmodifiableList(
          Arrays.<Setting<?>>asList(
              ENABLED,
              CONFIG,
              REGISTRY,
              REGISTER,
              EXCLUDE,
              FIRST_CALL_TIMEOUT,
              EMPTY_HOLD,
              SNAPSHOT,
              SNAPSHOT_MAX_AGE,
              LOG,
              CONSUL_TOKEN,
              CONSUL_TOKEN_FILE,
              CONSUL_CA,
              CONSUL_CERTIFICATE,
              CONSUL_KEY,
              CONSUL_DATACENTER,
              CONSUL_TAGS,
              CONSUL_WAIT));

  private static final List<Setting<?>> SERVICE_SETTINGS =
      Collections.<Setting<?>>singletonList(BALANCE);

  private Schema() {}

  /** The settings of the process. */
  public static List<Setting<?>> settings() {
    return SETTINGS;
  }

  /** The settings of each service, below {@code services.NAME}. */
  public static List<Setting<?>> serviceSettings() {
    return SERVICE_SETTINGS;
  }
}

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

  static final Setting<RegistryUri> REGISTRY =
      Setting.one(
          "registry",
          Types.REGISTRY,
          RegistryUri.parse("consul://127.0.0.1:8500"),
          "Where services are looked up.");

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

  static final Setting<String> EUREKA_USERNAME =
      Setting.one("eureka.username", Types.TEXT, null, "The user to sign in as (HTTP Basic).");

  static final Setting<String> EUREKA_PASSWORD =
      Setting.one("eureka.password", Types.SECRET, (String) null, "That user's password.").secret();

  static final Setting<String> EUREKA_PASSWORD_FILE =
      Setting.one(
          "eureka.password-file", Types.PATH, null, "A file that holds the password, read anew.");

  static final Setting<String> EUREKA_CA =
      Setting.one(
          "eureka.ca",
          Types.PATH,
          null,
          "PEM file of the CA certificates to trust; else the JVM's.");

  static final Setting<String> EUREKA_CERTIFICATE =
      Setting.one(
          "eureka.certificate", Types.PATH, null, "PEM file of the client certificate chain.");

  static final Setting<String> EUREKA_KEY =
      Setting.one(
          "eureka.key", Types.PATH, null, "PEM file (PKCS#8) of the client certificate's key.");

  static final Setting<Duration> EUREKA_POLL =
      Setting.one(
          "eureka.poll",
          Types.duration("1s", "10m"),
          // Eureka's own client: registryFetchIntervalSeconds
          Duration.ofSeconds(30),
          "The time between two looks at the registry.");

  static final Setting<EurekaConfig.Address> EUREKA_PREFER =
      Setting.one(
          "eureka.prefer",
          Types.oneOf(EurekaConfig.Address.class),
          EurekaConfig.Address.IP,
          "Which address of an endpoint is called; the other where it has none of these.");

  static final Setting<String> EUREKA_ZONE =
      Setting.one(
          "eureka.zone", Types.TEXT, null, "The zone in which this process registers itself.");

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
              LOG,
              CONSUL_TOKEN,
              CONSUL_TOKEN_FILE,
              CONSUL_CA,
              CONSUL_CERTIFICATE,
              CONSUL_KEY,
              CONSUL_DATACENTER,
              CONSUL_TAGS,
              CONSUL_WAIT,
              EUREKA_USERNAME,
              EUREKA_PASSWORD,
              EUREKA_PASSWORD_FILE,
              EUREKA_CA,
              EUREKA_CERTIFICATE,
              EUREKA_KEY,
              EUREKA_POLL,
              EUREKA_PREFER,
              EUREKA_ZONE));

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

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

  static final Setting<List<DnsService>> DNS_SERVICES =
      Setting.list(
          "dns.services",
          Types.DNS_SERVICE,
          Collections.<DnsService>emptyList(),
          "The services to look up in DNS, which can't list them, and their names there.");

  static final Setting<DnsPattern> DNS_PATTERN =
      Setting.one(
          "dns.pattern",
          Types.DNS_PATTERN,
          (DnsPattern) null,
          "The name in DNS of those given without one; * stands for the service.");

  static final Setting<DnsConfig.Family> DNS_PREFER =
      Setting.one(
          "dns.prefer",
          Types.oneOf(DnsConfig.Family.class),
          // As the JVM has it: java.net.preferIPv6Addresses is false.
          DnsConfig.Family.IPV4,
          "Which addresses of a name are called; the others where it has none of these.");

  static final Setting<Duration> DNS_MIN_TTL =
      Setting.one(
          "dns.min-ttl",
          Types.duration("1s", "1h"),
          Duration.ofSeconds(2),
          "The shortest time between two looks at a name, whatever its TTL.");

  static final Setting<Duration> DNS_MAX_TTL =
      Setting.one(
          "dns.max-ttl",
          Types.duration("1s", "24h"),
          Duration.ofMinutes(5),
          "The longest time between two looks at a name, whatever its TTL.");

  static final Setting<Balance> BALANCE =
      Setting.one(
              "balance",
              Types.oneOf(Balance.class),
              Balance.DEFAULT,
              "How requests are spread over the endpoints.")
          .live();

  static final Setting<HashOn> HASH_ON =
      Setting.one(
              "hash-on",
              Types.HASH_ON,
              (HashOn) null,
              "What sends a request to the same endpoint again, with ring-hash and maglev.")
          .live();

  static final Setting<Double> HASH_LOAD =
      Setting.one(
              "hash-load",
              Types.decimal(1.05, 10),
              // Mirrokni, Thorup, Zadimoghaddam: Consistent Hashing with Bounded Loads, 2016.
              1.25,
              "How many times the mean number of requests in flight an endpoint may have before its"
                  + " keys go to the next.")
          .live();

  static final Setting<Duration> SLOW_START =
      Setting.one(
              "slow-start",
              Types.duration("1s", "1h"),
              (Duration) null,
              "How long the share of an endpoint that has joined rises.")
          .live();

  static final Setting<Boolean> ZONE_AWARE =
      Setting.one(
              "zone-aware",
              Types.FLAG,
              true,
              "Whether endpoints in this process's zone are preferred, where there is a zone.")
          .live();

  static final Setting<Integer> SUBSET =
      Setting.one(
              "subset",
              Types.count(1, 100_000),
              (Integer) null,
              "How many endpoints this process uses at most; each process has others.")
          .live();

  static final Setting<Percent> PANIC =
      Setting.one(
              "panic",
              Types.PERCENT,
              // Envoy's healthy_panic_threshold.
              Percent.of(50),
              "The share of endpoints that must be in rotation; with fewer, ejections are ignored.")
          .live();

  static final Setting<Duration> TIMEOUT =
      Setting.one(
              "timeout",
              Types.duration("1ms", "1h"),
              (Duration) null,
              "How long a call may take until its response begins, retries and pauses included.")
          .live();

  static final Setting<Duration> ATTEMPT_TIMEOUT =
      Setting.one(
              "attempt-timeout",
              Types.duration("1ms", "1h"),
              (Duration) null,
              "How long one attempt of a call may take until its response begins.")
          .live();

  static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.one(
              "connect-timeout",
              Types.duration("1ms", "1h"),
              (Duration) null,
              "How long connecting to one endpoint may take.")
          .live();

  static final Setting<Integer> RETRY_ATTEMPTS =
      Setting.one(
              "retry.attempts",
              Types.count(0, 10),
              0,
              "How often a call is tried again at most; 0 leaves it at the first try.")
          .live();

  static final Setting<List<String>> RETRY_ON =
      Setting.list(
              "retry.on",
              Types.RETRY_ON,
              Arrays.asList("connect", "reset", "502", "503", "504"),
              "After what a call is tried again.")
          .live();

  static final Setting<List<String>> RETRY_METHODS =
      Setting.list(
              "retry.methods",
              Types.METHOD,
              // RFC 9110, section 9.2.2: the idempotent ones.
              Arrays.asList("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"),
              "The methods whose calls may be tried again.")
          .live();

  static final Setting<Percent> RETRY_BUDGET =
      Setting.one(
              "retry.budget",
              Types.PERCENT,
              Percent.of(20),
              "The share of calls that may be tried again.")
          .live();

  static final Setting<Integer> RETRY_BUDGET_FLOOR =
      Setting.one(
              "retry.budget-floor",
              Types.count(0, 1000),
              10,
              "How many tries again per second are always within the budget.")
          .live();

  static final Setting<Duration> RETRY_BACKOFF =
      Setting.one(
              "retry.backoff",
              Types.duration("0ms", "1m"),
              Duration.ofMillis(25),
              "The longest pause before the first try again; each is chosen at random.")
          .live();

  static final Setting<Duration> RETRY_MAX_BACKOFF =
      Setting.one(
              "retry.max-backoff",
              Types.duration("0ms", "1m"),
              Duration.ofMillis(250),
              "The longest pause before any try again.")
          .live();

  static final Setting<HedgeAfter> HEDGE_AFTER =
      Setting.one(
              "hedge.after",
              Types.HEDGE_AFTER,
              null,
              "After how long without a response a read is sent to another endpoint as well.")
          .live();

  static final Setting<Integer> HEDGE_ATTEMPTS =
      Setting.one(
              "hedge.attempts",
              // gRPC caps maxAttempts, which counts the first too, at 5.
              Types.count(1, 4),
              1,
              "How many attempts may be made beside the first.")
          .live();

  static final Setting<List<String>> HEDGE_METHODS =
      Setting.list(
              "hedge.methods",
              Types.METHOD,
              Arrays.asList("GET", "HEAD", "OPTIONS"),
              "The methods whose calls may be hedged.")
          .live();

  static final Setting<Percent> HEDGE_BUDGET =
      Setting.one(
              "hedge.budget",
              Types.PERCENT,
              Percent.of(5),
              "The share of calls that may be hedged.")
          .live();

  static final Setting<Integer> HEDGE_BUDGET_FLOOR =
      Setting.one(
              "hedge.budget-floor",
              Types.count(0, 1000),
              10,
              "How many hedges per second are always within the budget.")
          .live();

  static final Setting<Integer> OUTLIER_CONSECUTIVE =
      Setting.one(
              "outlier.consecutive-failures",
              Types.count(0, 1000),
              5,
              "Failures in a row that eject an endpoint; 0 switches this off.")
          .live();

  static final Setting<Duration> OUTLIER_INTERVAL =
      Setting.one(
              "outlier.interval",
              Types.duration("1s", "1h"),
              Duration.ofSeconds(10),
              "How often the success rates of the endpoints are compared.")
          .live();

  static final Setting<Duration> OUTLIER_BASE =
      Setting.one(
              "outlier.base-ejection",
              Types.duration("100ms", "1h"),
              Duration.ofSeconds(30),
              "How long the first ejection of an endpoint lasts, and by how much each further one"
                  + " lasts longer.")
          .live();

  static final Setting<Duration> OUTLIER_MAX =
      Setting.one(
              "outlier.max-ejection",
              Types.duration("100ms", "24h"),
              Duration.ofMinutes(5),
              "The longest ejection.")
          .live();

  static final Setting<Percent> OUTLIER_MAX_EJECTED =
      Setting.one(
              "outlier.max-ejected",
              Types.PERCENT,
              Percent.of(10),
              "The share of endpoints that may be ejected at once; one of several always may,"
                  + " unless it is 0%.")
          .live();

  static final Setting<Double> OUTLIER_DEVIATIONS =
      Setting.one(
              "outlier.success-rate-deviations",
              Types.decimal(0, 10),
              1.9,
              "Standard deviations below the mean success rate at which an endpoint is ejected; 0"
                  + " switches this off.")
          .live();

  static final Setting<Integer> OUTLIER_ENDPOINTS =
      Setting.one(
              "outlier.success-rate-endpoints",
              Types.count(2, 1000),
              5,
              "Endpoints with enough requests that are needed to compare success rates.")
          .live();

  static final Setting<Integer> OUTLIER_REQUESTS =
      Setting.one(
              "outlier.success-rate-requests",
              Types.count(1, 1_000_000),
              100,
              "Requests in an interval that an endpoint needs for its success rate to count.")
          .live();

  static final Setting<Percent> BREAKER_FAILURES =
      Setting.one(
              "breaker.failures",
              Types.PERCENT,
              (Percent) null,
              "The share of failed calls at which calls are rejected for a while; none never does.")
          .live();

  static final Setting<Duration> BREAKER_WINDOW =
      Setting.one(
              "breaker.window",
              Types.duration("1s", "10m"),
              Duration.ofSeconds(10),
              "The time over which that share is taken.")
          .live();

  static final Setting<Integer> BREAKER_CALLS =
      Setting.one(
              "breaker.min-calls",
              Types.count(1, 100_000),
              20,
              "Calls in the window without which nothing is rejected.")
          .live();

  static final Setting<Duration> BREAKER_OPEN =
      Setting.one(
              "breaker.open",
              Types.duration("100ms", "1h"),
              Duration.ofSeconds(5),
              "How long calls are rejected before some are tried.")
          .live();

  static final Setting<Integer> BREAKER_PROBES =
      Setting.one(
              "breaker.probes",
              Types.count(1, 1000),
              10,
              "How many calls are tried then, to see whether it is over.")
          .live();

  static final Setting<Concurrency> CONCURRENCY =
      Setting.one(
              "concurrency",
              Types.CONCURRENCY,
              (Concurrency) null,
              "How many calls may be under way at once; further ones are rejected.")
          .live();

  static final Setting<Double> THROTTLE =
      Setting.one(
              "throttle",
              Types.decimal(1.1, 10),
              (Double) null,
              "How many times as many calls as the service accepts are sent to it; the rest is"
                  + " rejected at random.")
          .live();

  /** Below this key stands a map from the names of services to their settings. */
  static final String SERVICES = "services";

  /** Stands for the services of all names, below {@link #SERVICES}. */
  static final String EVERY_SERVICE = "*";

  private static final List<Setting<?>> SETTINGS =
      Collections.unmodifiableList(
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
              TELEMETRY,
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
              DNS_SERVICES,
              DNS_PATTERN,
              DNS_PREFER,
              DNS_MIN_TTL,
              DNS_MAX_TTL));

  private static final List<Setting<?>> SERVICE_SETTINGS =
      both(
          Arrays.<Setting<?>>asList(
              BALANCE,
              HASH_ON,
              HASH_LOAD,
              SLOW_START,
              ZONE_AWARE,
              SUBSET,
              PANIC,
              TIMEOUT,
              ATTEMPT_TIMEOUT,
              CONNECT_TIMEOUT,
              RETRY_ATTEMPTS,
              RETRY_ON,
              RETRY_METHODS,
              RETRY_BUDGET,
              RETRY_BUDGET_FLOOR,
              RETRY_BACKOFF,
              RETRY_MAX_BACKOFF,
              HEDGE_AFTER,
              HEDGE_ATTEMPTS,
              HEDGE_METHODS,
              HEDGE_BUDGET,
              HEDGE_BUDGET_FLOOR,
              OUTLIER_CONSECUTIVE,
              OUTLIER_INTERVAL,
              OUTLIER_BASE,
              OUTLIER_MAX,
              OUTLIER_MAX_EJECTED,
              OUTLIER_DEVIATIONS,
              OUTLIER_ENDPOINTS,
              OUTLIER_REQUESTS,
              BREAKER_FAILURES,
              BREAKER_WINDOW,
              BREAKER_CALLS,
              BREAKER_OPEN,
              BREAKER_PROBES,
              CONCURRENCY,
              THROTTLE),
          TokenSchema.SETTINGS);

  private Schema() {}

  private static List<Setting<?>> both(List<Setting<?>> one, List<Setting<?>> other) {
    List<Setting<?>> both = new ArrayList<>(one);
    both.addAll(other);
    return Collections.unmodifiableList(both);
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

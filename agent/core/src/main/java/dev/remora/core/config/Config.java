package dev.remora.core.config;

import dev.remora.core.log.Log;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * All settings, read and checked; see {@link Schema} for what there is. Immutable.
 *
 * <p>Agent arguments win over system properties, these over the environment, and that over the YAML
 * file which {@code config} names. A wrong value is an error even where a stronger source overrides
 * it.
 */
public final class Config {
  private final List<Layer> outside;
  private final Map<Setting<?>, Object> values;
  private final Map<String, ServiceConfig> services;
  private final ServiceConfig unnamed;
  private final byte[] content;

  private Config(
      List<Layer> outside,
      Map<Setting<?>, Object> values,
      Map<String, ServiceConfig> services,
      ServiceConfig unnamed,
      byte[] content) {
    this.outside = outside;
    this.values = values;
    this.services = services;
    this.unnamed = unnamed;
    this.content = content;
  }

  /**
   * Reads the settings.
   *
   * <p>Runs before the application's {@code main}: it touches no file unless {@code config} is set.
   *
   * @param agentArguments the text after {@code -javaagent:remora-agent.jar=}; may be null
   * @param systemProperties those that do not begin with {@code remora.} are ignored
   * @param environment those that do not begin with {@code REMORA_} are ignored
   * @throws ConfigException for the first setting that is unknown or wrong
   */
  public static Config load(
      String agentArguments, Properties systemProperties, Map<String, String> environment) {
    Problems problems = Problems.first();
    List<Layer> outside =
        Collections.unmodifiableList(
            Arrays.asList(
                AgentArguments.read(agentArguments, problems),
                SystemProperties.read(systemProperties, problems),
                Environment.read(environment, problems)));
    Raw path = null;
    for (Layer layer : outside) {
      Raw raw = layer.values().get(Schema.CONFIG);
      path = path == null ? raw : path;
    }
    byte[] content = null;
    if (path != null) {
      try {
        content = FileContent.read(new File(Schema.CONFIG.read(path, problems)));
      } catch (IOException e) {
        throw new ConfigException(
            path.label()
                + ": "
                + Words.quote(path.text())
                + " can't be read: "
                + e.getMessage()
                + "; allowed: a readable YAML file");
      }
    }
    return build(outside, path == null ? null : path.text(), content, problems);
  }

  /**
   * The same settings with another content of the YAML file.
   *
   * @throws ConfigException for the first setting that is unknown or wrong
   */
  public Config with(byte[] content) {
    return build(outside, file(), content, Problems.first());
  }

  /**
   * Reads the settings from a part of a file whose owner watches it, and tells the mesh when it
   * changes ({@code Mesh.reload}). Unless they say otherwise, no call waits for the registry,
   * idempotent calls are tried again twice, and a process that ends stays for 5 s: balancers in
   * front of it look every few seconds.
   *
   * @param root the parsed file; null: it is empty
   * @param others the keys at its top that are its owner's
   * @param problems told what is unknown or wrong
   */
  public static Config embedded(
      YamlNode root,
      Set<String> others,
      Properties systemProperties,
      Map<String, String> environment,
      Problems problems) {
    Layer defaults = new Layer();
    defaults.values().put(Schema.FIRST_CALL_TIMEOUT, Raw.text("by default", "0s"));
    defaults.values().put(Schema.DRAIN, Raw.text("by default", "5s"));
    defaults
        .service(Schema.EVERY_SERVICE)
        .put(ResilienceSchema.RETRY_ATTEMPTS, Raw.text("by default", "2"));
    return merge(
        Arrays.asList(
            SystemProperties.read(systemProperties, problems),
            Environment.read(environment, problems),
            YamlLayer.read(root, others, problems),
            defaults),
        null,
        problems);
  }

  /**
   * Everything that is wrong in a YAML file of settings, one line each.
   *
   * @param root the parsed file; null: it is empty
   */
  public static void check(YamlNode root, Problems problems) {
    Layer layer = YamlLayer.read(root, Collections.<String>emptySet(), problems);
    merge(Collections.singletonList(layer), null, problems);
  }

  private static Config build(List<Layer> outside, String file, byte[] content, Problems problems) {
    List<Layer> layers = new ArrayList<>(outside);
    if (content != null) {
      YamlNode root = Yaml.parse(file, content, problems);
      layers.add(YamlLayer.read(root, Collections.<String>emptySet(), problems));
    }
    return merge(layers, content, problems);
  }

  private static Config merge(List<Layer> layers, byte[] content, Problems problems) {
    Map<Setting<?>, Object> values = new HashMap<>();
    Map<Setting<?>, Raw> origins = new HashMap<>();
    Map<String, ServiceValues> services = new LinkedHashMap<>();
    services.put(Schema.EVERY_SERVICE, new ServiceValues());
    for (Layer layer : layers) {
      merge(layer.values(), values, origins, problems);
      for (Map.Entry<String, Map<Setting<?>, Raw>> service : layer.services().entrySet()) {
        ServiceValues merged = services.get(service.getKey());
        if (merged == null) {
          merged = new ServiceValues();
          services.put(service.getKey(), merged);
        }
        merge(service.getValue(), merged.values(), merged.origins(), problems);
      }
    }
    String zone = Schema.ZONE.in(values);
    List<Listening> served = Schema.REGISTER.in(values);
    String self = served.isEmpty() ? null : served.get(0).service();
    ServiceValues every = services.remove(Schema.EVERY_SERVICE);
    InboundToken inbound = Schema.INBOUND_TOKEN.in(values);
    ServiceConfig unnamed = every.config(zone, self, inbound, problems);
    Map<String, ServiceConfig> configs = new LinkedHashMap<>();
    for (Map.Entry<String, ServiceValues> service : services.entrySet()) {
      ServiceValues all = service.getValue().over(every);
      configs.put(service.getKey(), all.config(zone, self, inbound, problems));
    }
    new RegistryCheck(values, origins, problems).run();
    List<Layer> outside = content == null ? layers : layers.subList(0, layers.size() - 1);
    return new Config(outside, values, Collections.unmodifiableMap(configs), unnamed, content);
  }

  private static void merge(
      Map<Setting<?>, Raw> from,
      Map<Setting<?>, Object> values,
      Map<Setting<?>, Raw> origins,
      Problems problems) {
    for (Map.Entry<Setting<?>, Raw> entry : from.entrySet()) {
      Object value = entry.getKey().read(entry.getValue(), problems);
      if (value != null && !values.containsKey(entry.getKey())) {
        values.put(entry.getKey(), value);
        origins.put(entry.getKey(), entry.getValue());
      }
    }
  }

  /** Whether requests are routed. */
  public boolean enabled() {
    return Schema.ENABLED.in(values);
  }

  /** Path of the YAML file these settings come from, or null. */
  public String file() {
    return Schema.CONFIG.in(values);
  }

  /** What that file held when it was read, or null. */
  byte[] content() {
    return content;
  }

  /** Where services are looked up, the first to be asked first; at least one. */
  public List<RegistryUri> registries() {
    return Schema.REGISTRY.in(values);
  }

  /** How long a registry that suddenly lists nothing is not believed; zero: it always is. */
  public Duration emptyHold() {
    return Schema.EMPTY_HOLD.in(values);
  }

  /** Path of the file that keeps what the registries said, or null. */
  public String snapshot() {
    return Schema.SNAPSHOT.in(values);
  }

  /** How old what that file says may be to be used. */
  public Duration snapshotMaxAge() {
    return Schema.SNAPSHOT_MAX_AGE.in(values);
  }

  /** What this process serves. */
  public List<Listening> register() {
    return Schema.REGISTER.in(values);
  }

  /** How long a process that ends stays once it is out of the registry. */
  public Duration drain() {
    return Schema.DRAIN.in(values);
  }

  /** Names that are never routed; a {@code *} at the end of one stands for any rest. */
  public List<String> exclude() {
    return Schema.EXCLUDE.in(values);
  }

  /** How long the first call to a service may wait for the registry's first answer. */
  public Duration firstCallTimeout() {
    return Schema.FIRST_CALL_TIMEOUT.in(values);
  }

  /** The zone this process runs in; null: it is not told. */
  public String zone() {
    return Schema.ZONE.in(values);
  }

  /** What the bearer token of a request that is served may be used for. */
  public InboundToken inboundToken() {
    return Schema.INBOUND_TOKEN.in(values);
  }

  /** How much is logged. */
  public Log.Level log() {
    return Schema.LOG.in(values);
  }

  /** Whether calls are recorded. */
  public TelemetryMode telemetry() {
    return Schema.TELEMETRY.in(values);
  }

  /**
   * How to reach the Consul at {@code registry}: what is set for Consul holds for each of several.
   */
  public ConsulConfig consul(RegistryUri registry) {
    return ConsulConfig.at(registry.host(), registry.port())
        .tls(registry.tls())
        .caFile(RegistrySchema.CONSUL_CA.in(values))
        .clientCertificate(
            RegistrySchema.CONSUL_CERTIFICATE.in(values), RegistrySchema.CONSUL_KEY.in(values))
        .token(RegistrySchema.CONSUL_TOKEN.in(values))
        .tokenFile(RegistrySchema.CONSUL_TOKEN_FILE.in(values))
        .datacenter(RegistrySchema.CONSUL_DATACENTER.in(values))
        .tags(RegistrySchema.CONSUL_TAGS.in(values))
        .queryWait(RegistrySchema.CONSUL_WAIT.in(values))
        .build();
  }

  /** How to reach the Eureka at {@code registry}. */
  public EurekaConfig eureka(RegistryUri registry) {
    return EurekaConfig.at(registry)
        .caFile(RegistrySchema.EUREKA_CA.in(values))
        .clientCertificate(
            RegistrySchema.EUREKA_CERTIFICATE.in(values), RegistrySchema.EUREKA_KEY.in(values))
        .username(RegistrySchema.EUREKA_USERNAME.in(values))
        .password(RegistrySchema.EUREKA_PASSWORD.in(values))
        .passwordFile(RegistrySchema.EUREKA_PASSWORD_FILE.in(values))
        .poll(RegistrySchema.EUREKA_POLL.in(values))
        .prefer(RegistrySchema.EUREKA_PREFER.in(values))
        .zone(Schema.ZONE.in(values))
        .build();
  }

  /** Which DNS servers to ask at {@code registry}, and for what. */
  public DnsConfig dns(RegistryUri registry) {
    DnsConfig.Builder dns =
        DnsConfig.at(registry)
            .prefer(RegistrySchema.DNS_PREFER.in(values))
            .minTtl(RegistrySchema.DNS_MIN_TTL.in(values))
            .maxTtl(RegistrySchema.DNS_MAX_TTL.in(values));
    DnsPattern pattern = RegistrySchema.DNS_PATTERN.in(values);
    for (DnsService service : RegistrySchema.DNS_SERVICES.in(values)) {
      dns.service(service.name() == null ? pattern.of(service.service()) : service);
    }
    return dns.build();
  }

  /**
   * What is set for {@code service}, spelled the same or else in another case; where that leaves a
   * setting out, what is set for all services, or the default.
   */
  public ServiceConfig service(String service) {
    ServiceConfig config = services.get(service);
    if (config == null) {
      for (Map.Entry<String, ServiceConfig> entry : services.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(service)) {
          return entry.getValue();
        }
      }
    }
    return config == null ? unnamed : config;
  }

  /**
   * Keys whose value differs in {@code other} and is only read at a start, in the schema's order.
   */
  public List<String> needRestart(Config other) {
    List<String> keys = new ArrayList<>();
    for (Setting<?> setting : Schema.settings()) {
      if (!setting.isLive() && !equal(setting.in(values), setting.in(other.values))) {
        keys.add(setting.key());
      }
    }
    return keys;
  }

  private static boolean equal(Object a, Object b) {
    return a == null ? b == null : a.equals(b);
  }

  /** Where services are looked up; nothing that may be a secret. */
  @Override
  public String toString() {
    StringBuilder registries = new StringBuilder();
    for (RegistryUri registry : registries()) {
      registries.append(registries.length() == 0 ? "" : ", ").append(registry);
    }
    return registries + (file() == null ? "" : " (" + file() + ")");
  }
}

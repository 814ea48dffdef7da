package dev.remora.core.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The settings of the registries that are reached over the network. */
final class RegistrySchema {
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

  static final List<Setting<?>> SETTINGS =
      Collections.unmodifiableList(
          Arrays.<Setting<?>>asList(
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

  private RegistrySchema() {}
}

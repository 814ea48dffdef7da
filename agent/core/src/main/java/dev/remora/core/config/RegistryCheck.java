package dev.remora.core.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether the registries and the settings of their own go together. */
final class RegistryCheck {
  private final Map<Setting<?>, Object> values;
  private final Map<Setting<?>, Raw> origins;
  private final Problems problems;

  /**
   * A check of {@code values}.
   *
   * @param origins where each of them was set; what is not among them is a default
   */
  RegistryCheck(Map<Setting<?>, Object> values, Map<Setting<?>, Raw> origins, Problems problems) {
    this.values = values;
    this.origins = origins;
    this.problems = problems;
  }

  /** Tells what is wrong. */
  void run() {
    List<RegistryUri> registries = Schema.REGISTRY.in(values);
    if (registries.isEmpty()) {
      problems.add(label(Schema.REGISTRY) + ": \"\" is empty" + Schema.REGISTRY.allowedIs());
    }
    for (RegistryUri registry : new LinkedHashSet<>(registries)) {
      if (Collections.frequency(registries, registry) > 1) {
        problems.add(label(Schema.REGISTRY) + ": names " + registry + " twice; allowed: once");
      }
      if (registry.kind() == RegistryUri.Kind.CONSUL) {
        checkConsul(registry);
      } else if (registry.kind() == RegistryUri.Kind.EUREKA) {
        checkEureka(registry);
      } else if (registry.kind() == RegistryUri.Kind.DNS) {
        checkDns(registry);
      }
    }
  }

  private void checkConsul(RegistryUri registry) {
    either(RegistrySchema.CONSUL_TOKEN, RegistrySchema.CONSUL_TOKEN_FILE);
    checkTls(
        registry,
        "consul+https://host:port",
        RegistrySchema.CONSUL_CA,
        RegistrySchema.CONSUL_CERTIFICATE,
        RegistrySchema.CONSUL_KEY);
  }

  private void checkEureka(RegistryUri registry) {
    either(RegistrySchema.EUREKA_PASSWORD, RegistrySchema.EUREKA_PASSWORD_FILE);
    Setting<?> password =
        origins.containsKey(RegistrySchema.EUREKA_PASSWORD_FILE)
            ? RegistrySchema.EUREKA_PASSWORD_FILE
            : RegistrySchema.EUREKA_PASSWORD;
    together(password, RegistrySchema.EUREKA_USERNAME);
    together(RegistrySchema.EUREKA_USERNAME, password);
    checkTls(
        registry,
        "eureka+https://host:port",
        RegistrySchema.EUREKA_CA,
        RegistrySchema.EUREKA_CERTIFICATE,
        RegistrySchema.EUREKA_KEY);
  }

  private void checkDns(RegistryUri registry) {
    List<DnsService> services = RegistrySchema.DNS_SERVICES.in(values);
    if (services.isEmpty()) {
      Raw origin =
          origins.get(
              origins.containsKey(RegistrySchema.DNS_SERVICES)
                  ? RegistrySchema.DNS_SERVICES
                  : Schema.REGISTRY);
      problems.add(
          origin.label()
              + ": no services are named for "
              + registry
              + "; allowed: with dns.services, because DNS can't list them");
      return;
    }
    checkDnsServices(services);
    if (RegistrySchema.DNS_MIN_TTL.in(values).compareTo(RegistrySchema.DNS_MAX_TTL.in(values))
        > 0) {
      Raw origin = origins.get(RegistrySchema.DNS_MIN_TTL);
      origin = origin == null ? origins.get(RegistrySchema.DNS_MAX_TTL) : origin;
      problems.add(origin.label() + ": dns.min-ttl is above dns.max-ttl; allowed: at most that");
    }
  }

  private void checkDnsServices(List<DnsService> services) {
    DnsPattern pattern = RegistrySchema.DNS_PATTERN.in(values);
    String label = label(RegistrySchema.DNS_SERVICES);
    Set<String> seen = new HashSet<>();
    for (DnsService service : services) {
      if (!seen.add(service.service().toLowerCase(Locale.ROOT))) {
        problems.add(label + ": names " + service.service() + " twice; allowed: once");
      } else if (service.name() == null && pattern == null) {
        problems.add(
            label
                + ": "
                + Words.quote(service.service())
                + " has no name in DNS; allowed: service:name, service:name:port, or with"
                + " dns.pattern");
      } else if (service.name() == null && pattern.name(service.service()) == null) {
        problems.add(
            label
                + ": "
                + Words.quote(service.service())
                + " is no DNS name in dns.pattern "
                + pattern
                + "; allowed: service:name, service:name:port");
      }
    }
  }

  /** The CA file, and the certificate with its key, are for TLS only. */
  private void checkTls(
      RegistryUri registry, String needed, Setting<?> ca, Setting<?> certificate, Setting<?> key) {
    together(certificate, key);
    together(key, certificate);
    for (Setting<?> file : Arrays.<Setting<?>>asList(ca, certificate, key)) {
      if (origins.containsKey(file) && !registry.tls()) {
        // Whoever names a CA believes that secrets travel encrypted.
        problems.add(
            label(file)
                + ": needs TLS, but the registry is "
                + registry
                + "; allowed: with registry "
                + needed);
      }
    }
  }

  private void either(Setting<?> one, Setting<?> other) {
    if (origins.containsKey(one) && origins.containsKey(other)) {
      problems.add(label(other) + ": is set beside " + one.key() + "; allowed: one of the two");
    }
  }

  private void together(Setting<?> one, Setting<?> other) {
    if (origins.containsKey(one) && !origins.containsKey(other)) {
      problems.add(label(one) + ": is set without " + other.key() + "; allowed: both or neither");
    }
  }

  /** Where that was set, for its error lines. */
  private String label(Setting<?> setting) {
    return origins.get(setting).label();
  }
}

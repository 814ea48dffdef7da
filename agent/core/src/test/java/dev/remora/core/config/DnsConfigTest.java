package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DnsConfigTest extends WithConfig {
  @Test
  void readsTheSettingsOfDns() throws IOException {
    Config config =
        yaml(
            """
            registry: dns://10.0.0.2,[2001:db8::2]:5353/
            dns:
              services: [orders, "Users:users.internal.:8080", bills:_bills._tcp.Example.org]
              pattern: "*.service.consul"
              prefer: ipv6
              min-ttl: 5s
              max-ttl: 1m
            """);
    assertThat(config.registries()).hasToString("[dns://10.0.0.2:53,[2001:db8::2]:5353]");
    DnsConfig dns = config.dns(config.registries().get(0));
    assertThat(dns.servers()).hasToString("[10.0.0.2:53, [2001:db8::2]:5353]");
    assertThat(dns.services())
        .hasToString(
            "[orders:orders.service.consul, Users:users.internal:8080,"
                + " bills:_bills._tcp.Example.org]");
    assertThat(dns.services()).extracting(DnsService::port).containsExactly(0, 8080, 0);
    assertThat(dns.prefer()).isEqualTo(DnsConfig.Family.IPV6);
    assertThat(dns.minTtl()).isEqualTo(Duration.ofSeconds(5));
    assertThat(dns.maxTtl()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void dnsHasDefaults() {
    Config config =
        load("registry=dns:,dns.services=orders,dns.pattern=*.shop.svc.cluster.local:80", Map.of());
    assertThat(config.registries()).hasToString("[dns:]");
    assertThat(config.registries().get(0).isRemote()).isTrue();
    assertThat(config.registries().get(0).takesRegistrations()).isFalse();
    DnsConfig dns = config.dns(config.registries().get(0));
    assertThat(dns.servers()).isEmpty();
    assertThat(dns.resolvConf()).isEqualTo("/etc/resolv.conf");
    assertThat(dns.services()).hasToString("[orders:orders.shop.svc.cluster.local:80]");
    assertThat(dns.prefer()).isEqualTo(DnsConfig.Family.IPV4);
    assertThat(dns.minTtl()).isEqualTo(Duration.ofSeconds(2));
    assertThat(dns.maxTtl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(dns.timeout()).isEqualTo(Duration.ofSeconds(2));
  }
}

package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir Path folder;

  private final Properties properties = new Properties();

  private Config load(String arguments, Map<String, String> environment) {
    return Config.load(arguments, properties, environment);
  }

  private Config yaml(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("remora.yaml"), text);
    return load("config=" + file, Map.of());
  }

  @Test
  void hasDefaults() {
    Config config = load(null, Map.of());

    assertThat(config.enabled()).isTrue();
    assertThat(config.registries()).hasToString("[consul://127.0.0.1:8500]");
    assertThat(config.register()).isEmpty();
    assertThat(config.exclude()).containsExactly("consul");
    assertThat(config.firstCallTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.emptyHold()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.snapshot()).isNull();
    assertThat(config.snapshotMaxAge()).isEqualTo(Duration.ofHours(24));
    assertThat(config.log()).isEqualTo(Log.Level.WARN);
    assertThat(config.file()).isNull();
    assertThat(config.service("orders").balance()).isEqualTo(Balance.PEAK_EWMA);
    ConsulConfig consul = config.consul(config.registries().get(0));
    assertThat(consul.host()).isEqualTo("127.0.0.1");
    assertThat(consul.port()).isEqualTo(8500);
    assertThat(consul.tls()).isFalse();
    assertThat(consul.token()).isNull();
    assertThat(consul.tags()).isEmpty();
    assertThat(consul.queryWait()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void readsAllSettingsFromYamlNestedOrNot() throws IOException {
    Config config =
        yaml(
            """
            registry: consul+https://consul.example:443
            enabled: false
            register: [orders:9001, "payments:[::1]:9002"]
            exclude:
              - internal-*
              - vault
            first-call-timeout: 250ms
            empty-hold: 0s
            snapshot: /var/lib/shop/remora.snapshot
            snapshot-max-age: 12h
            log: debug
            consul.datacenter: dc2
            consul:
              token: s3cr3t
              ca: ca.pem
              certificate: cert.pem
              key: key.pem
              tags: [v2, "blue, green"]
              wait: 10m
            services:
              orders: {balance: round-robin}
              payments:
            """);

    assertThat(config.enabled()).isFalse();
    assertThat(config.registries()).hasToString("[consul+https://consul.example:443]");
    assertThat(config.register())
        .extracting(Listening::toString)
        .containsExactly("orders:9001", "payments:[::1]:9002");
    assertThat(config.exclude()).containsExactly("internal-*", "vault");
    assertThat(config.firstCallTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.emptyHold()).isZero();
    assertThat(config.snapshot()).isEqualTo("/var/lib/shop/remora.snapshot");
    assertThat(config.snapshotMaxAge()).isEqualTo(Duration.ofHours(12));
    assertThat(config.log()).isEqualTo(Log.Level.DEBUG);
    ConsulConfig consul = config.consul(config.registries().get(0));
    assertThat(consul.tls()).isTrue();
    assertThat(consul.token()).isEqualTo("s3cr3t");
    assertThat(consul.caFile()).isEqualTo("ca.pem");
    assertThat(consul.certificateFile()).isEqualTo("cert.pem");
    assertThat(consul.keyFile()).isEqualTo("key.pem");
    assertThat(consul.datacenter()).isEqualTo("dc2");
    assertThat(consul.tags()).containsExactly("v2", "blue, green");
    assertThat(consul.queryWait()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.service("orders").balance()).isEqualTo(Balance.ROUND_ROBIN);
    assertThat(config + " " + consul).doesNotContain("s3cr3t");
  }

  @Test
  void readsTheSettingsOfEureka() throws IOException {
    Config config =
        yaml(
            """
            registry: eureka+https://a.example,b.example:443/discovery/eureka/
            eureka:
              username: shop
              password: s3cr3t
              ca: ca.pem
              certificate: cert.pem
              key: key.pem
              poll: 5s
              prefer: hostname
            zone: z1
            """);
    assertThat(config.registries())
        .hasToString("[eureka+https://a.example:8761,b.example:443/discovery/eureka]");
    EurekaConfig eureka = config.eureka(config.registries().get(0));
    assertThat(eureka.servers()).hasToString("[a.example:8761, b.example:443]");
    assertThat(eureka.path()).isEqualTo("/discovery/eureka");
    assertThat(eureka.tls()).isTrue();
    assertThat(eureka.username()).isEqualTo("shop");
    assertThat(eureka.password()).isEqualTo("s3cr3t");
    assertThat(eureka.caFile()).isEqualTo("ca.pem");
    assertThat(eureka.certificateFile()).isEqualTo("cert.pem");
    assertThat(eureka.keyFile()).isEqualTo("key.pem");
    assertThat(eureka.poll()).isEqualTo(Duration.ofSeconds(5));
    assertThat(eureka.prefer()).isEqualTo(EurekaConfig.Address.HOSTNAME);
    assertThat(eureka.zone()).isEqualTo("z1");
    assertThat(config + " " + eureka).doesNotContain("s3cr3t");
  }

  @Test
  void eurekaHasDefaults() {
    // Commas of the registry are not those between agent arguments.
    Config config = load("registry=eureka://a,[::1]:1,log=info", Map.of());
    assertThat(config.registries()).hasToString("[eureka://a:8761,[::1]:1/eureka]");
    EurekaConfig eureka = config.eureka(config.registries().get(0));
    assertThat(eureka.servers()).hasToString("[a:8761, [::1]:1]");
    assertThat(eureka.tls()).isFalse();
    assertThat(eureka.username()).isNull();
    assertThat(eureka.poll()).isEqualTo(Duration.ofSeconds(30));
    assertThat(eureka.prefer()).isEqualTo(EurekaConfig.Address.IP);
    assertThat(eureka.zone()).isNull();
  }

  @Test
  void commasStandBetweenRegistriesAndBetweenTheServersOfEureka() {
    Config config =
        load("registry=eureka://a, b:1/e,consul://c,eureka+https://d,[::1]:2, file:x", Map.of());
    assertThat(config.registries())
        .hasToString(
            "[eureka://a:8761,b:1/e, consul://c:8500, eureka+https://d:8761,[::1]:2/eureka, file:x]");
  }

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

  @Test
  void commasStandBetweenTheServersOfDnsToo() {
    Config config =
        load(
            "registry=dns://a,dns:5353,consul://c,dns:,eureka://e,dns:1,dns://f,"
                + "dns.services=orders:a.example",
            Map.of());
    assertThat(config.registries())
        .hasToString(
            "[dns://a:53,dns:5353, consul://c:8500, dns:, eureka://e:8761,dns:1/eureka,"
                + " dns://f:53]");
  }

  @Test
  void everySettingHasThreeSpellings() throws IOException {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("enabled", "false"),
            Map.entry("registry", "consul+https://a:1"),
            Map.entry("register", "orders:9001"),
            Map.entry("exclude", "x"),
            Map.entry("first-call-timeout", "2s"),
            Map.entry("zone", "b"),
            Map.entry("drain", "2s"),
            Map.entry("empty-hold", "1m"),
            Map.entry("snapshot", "s"),
            Map.entry("snapshot-max-age", "2h"),
            Map.entry("log", "info"),
            Map.entry("consul.token", "t"),
            Map.entry("consul.token-file", "f"),
            Map.entry("consul.ca", "c"),
            Map.entry("consul.certificate", "d"),
            Map.entry("consul.key", "e"),
            Map.entry("consul.datacenter", "g"),
            Map.entry("consul.tags", "h"),
            Map.entry("consul.wait", "1m"),
            Map.entry("eureka.username", "u"),
            Map.entry("eureka.password", "p"),
            Map.entry("eureka.password-file", "f"),
            Map.entry("eureka.ca", "c"),
            Map.entry("eureka.certificate", "d"),
            Map.entry("eureka.key", "e"),
            Map.entry("eureka.poll", "1m"),
            Map.entry("eureka.prefer", "hostname"),
            Map.entry("dns.services", "orders:a.example"),
            Map.entry("dns.pattern", "x-*.example"),
            Map.entry("dns.prefer", "ipv6"),
            Map.entry("dns.min-ttl", "1s"),
            Map.entry("dns.max-ttl", "1m"));
    for (Setting<?> setting : Schema.settings()) {
      if (setting == Schema.CONFIG) {
        continue;
      }
      String value = values.get(setting.key());
      assertThat(value).as("a value for %s", setting).isNotNull();
      Layer argument = AgentArguments.read(setting.key() + "=" + value, Problems.first());
      Properties property = new Properties();
      property.setProperty(setting.property(), value);
      Layer properties = SystemProperties.read(property, Problems.first());
      Layer variable = Environment.read(Map.of(setting.variable(), value), Problems.first());
      byte[] yaml =
          (setting.key() + ": " + value).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Layer file = YamlLayer.read(Yaml.parse("f", yaml, Problems.first()), "f", Problems.first());
      for (Layer layer : List.of(argument, properties, variable, file)) {
        assertThat(layer.values().get(setting).text()).as("%s", setting).isEqualTo(value);
      }
      assertThat(setting.doc()).endsWith(".");
    }
    assertThat(Schema.FIRST_CALL_TIMEOUT.property()).isEqualTo("remora.first-call-timeout");
    assertThat(Schema.CONSUL_TOKEN_FILE.variable()).isEqualTo("REMORA_CONSUL_TOKEN_FILE");
  }

  @Test
  void whatIsSetForAllServicesGivesWayToTheServicesOwn() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("remora.yaml"),
            """
            services:
              "*": {balance: random, retry: {attempts: 1}}
              orders: {balance: maglev}
            """);
    Config config = load("services.*.retry.attempts=2", Map.of("REMORA_CONFIG", file.toString()));
    assertThat(config.service("orders").balance()).isEqualTo(Balance.MAGLEV);
    assertThat(config.service("Orders").retryAttempts()).isEqualTo(2);
    assertThat(config.service("others").balance()).isEqualTo(Balance.RANDOM);
    assertThat(config.service("others").retryAttempts()).isEqualTo(2);
  }

  @Test
  void argumentsWinOverPropertiesOverEnvironmentOverYaml() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("remora.yaml"),
            "{log: 'off', first-call-timeout: 4s, exclude: [yaml], registry: 'dir:yaml'}");
    properties.setProperty("remora.log", "info");
    properties.setProperty("remora.first-call-timeout", "2s");
    Map<String, String> environment =
        Map.of(
            "REMORA_CONFIG", file.toString(),
            "REMORA_LOG", "error",
            "REMORA_FIRST_CALL_TIMEOUT", "3s",
            "REMORA_EXCLUDE", "environment");

    Config config = load("log=debug", environment);

    assertThat(config.log()).isEqualTo(Log.Level.DEBUG);
    assertThat(config.firstCallTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.exclude()).containsExactly("environment");
    assertThat(config.registries()).hasToString("[dir:yaml]");
    assertThat(config.file()).isEqualTo(file.toString());
  }

  @Test
  void agentArgumentsContinueAValueAfterAComma() {
    Config config = load("registry=dir:/run/remora,exclude=a, b*,log=info", Map.of());

    assertThat(config.registries()).hasToString("[dir:/run/remora]");
    assertThat(config.exclude()).containsExactly("a", "b*");
    assertThat(config.log()).isEqualTo(Log.Level.INFO);
  }

  @Test
  void anEmptyListReplacesTheDefault() throws IOException {
    assertThat(load("exclude=", Map.of()).exclude()).isEmpty();
    assertThat(yaml("exclude: []").exclude()).isEmpty();
    properties.setProperty("remora.exclude", "");
    assertThat(load(null, Map.of()).exclude()).isEmpty();
  }

  @Test
  void anEmptyVariableIsNotSet() {
    assertThat(load(null, Map.of("REMORA_LOG", "", "REMORA_EXCLUDE", " ")).exclude())
        .containsExactly("consul");
  }

  @Test
  void ignoresWhatIsNotItsOwn() {
    properties.setProperty("user.home", "/");
    properties.setProperty("remoras.log", "?");
    Config config =
        load(
            "",
            Map.of(
                "PATH", "/bin",
                "REMORA_ENGINES", "/engines",
                "REMORA_CONSUL", "/consul",
                "REMORA_JDK_8", "/jdk-8",
                "REMORA_GATEWAY_SERVICE_HOST", "10.0.0.1",
                "REMORA_GATEWAY_SERVICE_PORT", "80",
                "REMORA_GATEWAY_SERVICE_PORT_HTTP", "80",
                "REMORA_GATEWAY_PORT", "tcp://10.0.0.1:80",
                "REMORA_GATEWAY_PORT_80_TCP_ADDR", "10.0.0.1"));
    assertThat(config.enabled()).isTrue();
  }

  @Test
  void servicesMayBeSetByPropertyAndArgument() {
    properties.setProperty("remora.services.com.example.orders.balance", "round-robin");
    assertThat(
            load("services.payments.balance=round-robin", Map.of()).service("payments").balance())
        .isEqualTo(Balance.ROUND_ROBIN);
  }

  @Test
  void readsRegistries() {
    assertRegistry("consul://h", "consul://h:8500");
    assertRegistry("consul://h/", "consul://h:8500");
    assertRegistry("consul+https://h", "consul+https://h:8501");
    assertRegistry("consul+https://[::1]:1", "consul+https://[::1]:1");
    assertRegistry("consul://[fe80::1%1]", "consul://[fe80::1%1]:8500");
    assertRegistry("file:a/b.yaml", "file:a/b.yaml");
    assertRegistry("file:///a/b.yaml", "file:/a/b.yaml");
    assertRegistry("file:/a%20b", "file:/a%20b");
    assertRegistry("dir:/run/remora", "dir:/run/remora");
    assertRegistry("dir:///run/remora", "dir:/run/remora");
  }

  @Test
  void readsSeveralRegistriesInTheirOrder() throws IOException {
    String both = "[consul://h:8500, file:a.yaml]";
    assertThat(load("registry=consul://h,file:a.yaml,log=info", Map.of()).registries())
        .hasToString(both);
    assertThat(yaml("registry: ['consul://h', 'file:a.yaml']").registries()).hasToString(both);
    assertThat(load(null, Map.of("REMORA_REGISTRY", "consul://h, file:a.yaml")).registries())
        .hasToString(both);
    assertThat(load("registry=consul://h,file:a.yaml", Map.of()))
        .hasToString("consul://h:8500, file:a.yaml");
  }

  private void assertRegistry(String text, String meaning) {
    assertThat(load("registry=" + text, Map.of()).registries()).hasToString("[" + meaning + "]");
  }

  @Test
  void knowsWhatNeedsARestart() throws IOException {
    Config before = yaml("registry: consul://a:1");
    Config after =
        before.with(
            "{registry: 'consul://b:1', enabled: false, exclude: [x], log: info, consul.wait: 1m}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(before.needRestart(after)).containsExactly("registry", "consul.wait");
    assertThat(before.needRestart(before)).isEmpty();
    assertThat(after.file()).isEqualTo(before.file());
    assertThat(after.log()).isEqualTo(Log.Level.INFO);
  }

  @Test
  void outsideSourcesStillWinAfterAReload() throws IOException {
    properties.setProperty("remora.log", "error");
    Config before = yaml("log: info");
    Config after = before.with("log: debug".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Config again = after.with("log: info".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(List.of(before.log(), after.log(), again.log())).containsOnly(Log.Level.ERROR);
  }
}

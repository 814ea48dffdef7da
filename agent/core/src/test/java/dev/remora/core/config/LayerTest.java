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
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerTest extends WithConfig {
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
            Map.entry("telemetry", "off"),
            Map.entry("inbound.token", "exchange"),
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
      Layer file =
          YamlLayer.read(Yaml.parse("f", yaml, Problems.first()), Set.of(), Problems.first());
      for (Layer layer : List.of(argument, properties, variable, file)) {
        assertThat(layer.values().get(setting).text()).as("%s", setting).isEqualTo(value);
      }
      assertThat(setting.doc()).endsWith(".");
    }
    assertThat(Schema.FIRST_CALL_TIMEOUT.property()).isEqualTo("remora.first-call-timeout");
    assertThat(RegistrySchema.CONSUL_TOKEN_FILE.variable()).isEqualTo("REMORA_CONSUL_TOKEN_FILE");
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
}

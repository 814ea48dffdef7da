package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Lines that tell where in the file something is wrong. */
class BadYamlTest extends WithBadConfig {
  @Test
  void yamlValues() throws IOException {
    assertYaml(
        "log: info\n\nfirst-call-timeout: soon\n",
        "remora.yaml:3:21: first-call-timeout: \"soon\" is not a time span; allowed: a whole number"
            + " and ms, s, m or h, from 0s to 1m, such as 500ms, 2s");
    assertYaml(
        "log:\n", "remora.yaml:1:5: log: \"\" is empty; allowed: off, error, warn, info, debug");
    assertYaml(
        "log: [info]\n",
        "remora.yaml:1:6: log: is a list where one value is needed; allowed: off, error, warn, info,"
            + " debug");
    assertYaml(
        "log: {level: info}\n",
        "remora.yaml:1:6: log: is a map where a value is needed; allowed: off, error, warn, info,"
            + " debug");
    assertYaml(
        "exclude:\n- ok\n- 'not ok'\n",
        "remora.yaml:3:3: exclude: \"not ok\" is not a name; allowed: service names, the last"
            + " character may be *");
    assertYaml(
        "exclude:\n- [a]\n",
        "remora.yaml:2:3: exclude: is not a single value; allowed: service names, the last character"
            + " may be *");
    assertYaml(
        "services:\n  orders:\n    balance: magic\n",
        "remora.yaml:3:14: services.orders.balance: \"magic\" is not known; allowed: " + POLICIES);
  }

  @Test
  void yamlKeys() throws IOException {
    assertYaml("registri: x\n", "remora.yaml:1:1: registri: unknown key; did you mean registry?");
    assertYaml(
        "consul:\n  tokn: x\n",
        "remora.yaml:2:3: consul.tokn: unknown key; did you mean consul.token?");
    assertYaml(
        "consul:\n  colour: x\n",
        "remora.yaml:2:3: consul.colour: unknown key; allowed: token, token-file, ca, certificate,"
            + " key, datacenter, tags, wait");
    assertYaml(
        "consul: yes\n",
        "remora.yaml:1:9: consul: is not a map; allowed: token, token-file, ca, certificate, key,"
            + " datacenter, tags, wait");
    assertYaml(
        "services:\n  orders:\n    balanse: x\n",
        "remora.yaml:3:5: services.orders.balanse: unknown key; did you mean"
            + " services.orders.balance?");
    assertYaml("service: {}\n", "remora.yaml:1:1: service: unknown key; did you mean services?");
    assertYaml(
        "services: [orders]\n",
        "remora.yaml:1:11: services: is not a map; allowed: service names, each with its settings");
    assertYaml(
        "services: {orders: round-robin}\n",
        "remora.yaml:1:20: services.orders: is not a map; allowed: " + SERVICE_SETTINGS);
    assertYaml(
        "config: other.yaml\n",
        "remora.yaml:1:1: config: can't be set in the file it names; allowed: -Dremora.config,"
            + " REMORA_CONFIG, agent argument config");
    assertYaml(
        "log: info\nlog: warn\n",
        "remora.yaml:2:1: log: is already set at remora.yaml:1:1; allowed: once");
    assertYaml(
        "consul.wait: 1m\nconsul: {wait: 2m}\n",
        "remora.yaml:2:10: consul.wait: is already set at remora.yaml:1:1; allowed: once");
  }

  @Test
  void yamlThatIsNone() throws IOException {
    assertYaml(
        "- a\n",
        "remora.yaml:1:1: is not a map of settings; allowed: "
            + SETTINGS.replace(" config,", "")
            + ", services");
    assertYaml(
        "log: info\n  exclude: a\n",
        "remora.yaml:2:10: is not YAML: mapping values are not allowed here");
    assertYaml("log: 'info\n", "remora.yaml:2:1: is not YAML: found unexpected end of stream");
    assertYaml(
        "a: &x 1\nb: *x\n",
        "remora.yaml:1:4: anchors and aliases are not allowed; allowed: plain values");
    assertYaml("? [a]\n: b\n", "remora.yaml:1:3: a key must be a text; allowed: key: value");
    assertYaml("a: 1\n---\nb: 1\n", "remora.yaml:2:1: is not YAML: but found another document");
    assertYaml("[".repeat(100_000), "remora.yaml: is nested too deeply");
  }

  @Test
  void bytesThatAreNoText() throws IOException {
    Path file = folder.resolve("remora.yaml");
    Files.write(file, new byte[] {'l', 'o', 'g', ':', ' ', (byte) 0xff, (byte) 0xfe});
    assertThat(message(() -> Config.load("config=" + file, new Properties(), Map.of())))
        .isEqualTo(file + ": is not YAML: it is not UTF-8");
    Files.write(file, "log: \u0000".getBytes(StandardCharsets.UTF_8));
    assertThat(message(() -> Config.load("config=" + file, new Properties(), Map.of())))
        .startsWith(file + ": is not YAML: ");
  }

  @Test
  void hugeFile() throws IOException {
    Path file = Files.write(folder.resolve("remora.yaml"), new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> Config.load("config=" + file, new Properties(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("can't be read: is larger than 1 MiB");
  }

  @Test
  void missingFile() {
    assertProperty(
        "config",
        "/nowhere/remora.yaml",
        "-Dremora.config: \"/nowhere/remora.yaml\" can't be read: no such file; allowed: a readable"
            + " YAML file");
    assertVariable(
        "REMORA_CONFIG",
        folder.toString(),
        "REMORA_CONFIG: \""
            + folder
            + "\" can't be read: is a folder; allowed: a readable YAML file");
    assertVariable(
        "REMORA_CONFIG",
        "/dev/null",
        "REMORA_CONFIG: \"/dev/null\" can't be read: is not a regular file; allowed: a readable YAML"
            + " file");
  }

  @Test
  void secretsAreNotShownFromYamlEither() throws IOException {
    assertYaml(
        "consul:\n  token: s3c r3t\n",
        "remora.yaml:2:10: consul.token: the value contains a character that is not allowed;"
            + " allowed: visible ASCII characters");
  }
}

package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** Loads settings that are wrong, and tells the line that says so. */
abstract class WithBadConfig {
  static final String SETTINGS =
      "enabled, config, registry, register, drain, exclude, first-call-timeout, zone, empty-hold, snapshot,"
          + " snapshot-max-age, inbound.token, log, telemetry, consul.token, consul.token-file, consul.ca, consul.certificate,"
          + " consul.key, consul.datacenter, consul.tags, consul.wait, eureka.username, eureka.password,"
          + " eureka.password-file, eureka.ca, eureka.certificate, eureka.key, eureka.poll,"
          + " eureka.prefer, dns.services, dns.pattern, dns.prefer, dns.min-ttl, dns.max-ttl";

  static final String POLICIES =
      "round-robin, weighted-round-robin, random, least-request, peak-ewma, ring-hash, maglev";

  static final String SERVICE_SETTINGS =
      Schema.serviceSettings().stream().map(Setting::key).collect(Collectors.joining(", "));

  @TempDir Path folder;

  static String message(Runnable load) {
    try {
      load.run();
    } catch (ConfigException e) {
      assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("\r");
      return e.getMessage();
    }
    return "no error";
  }

  static void assertProperty(String key, String value, String line) {
    Properties properties = new Properties();
    properties.setProperty("remora." + key, value);
    assertThat(message(() -> Config.load(null, properties, Map.of()))).isEqualTo(line);
  }

  static void assertArguments(String arguments, String line) {
    assertThat(message(() -> Config.load(arguments, new Properties(), Map.of()))).isEqualTo(line);
  }

  static void assertVariable(String name, String value, String line) {
    assertThat(message(() -> Config.load(null, new Properties(), Map.of(name, value))))
        .isEqualTo(line);
  }

  void assertYaml(String yaml, String line) throws IOException {
    Path file = Files.writeString(folder.resolve("remora.yaml"), yaml);
    Properties properties = new Properties();
    properties.setProperty("remora.config", file.toString());
    String told = message(() -> Config.load(null, properties, Map.of()));
    assertThat(told.replace(folder + "/", "")).isEqualTo(line);
  }
}

package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest extends WithConfig {
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
  void servicesMayBeSetByPropertyAndArgument() {
    properties.setProperty("remora.services.com.example.orders.balance", "round-robin");
    assertThat(
            load("services.payments.balance=round-robin", Map.of()).service("payments").balance())
        .isEqualTo(Balance.ROUND_ROBIN);
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

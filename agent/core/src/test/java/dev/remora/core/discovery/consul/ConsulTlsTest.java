package dev.remora.core.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.ConsulConfig;
import dev.remora.core.testing.Connections;
import dev.remora.core.testing.ConsulCertificates;
import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTPS, from clients with a certificate only. */
class ConsulTlsTest {
  @TempDir static Path folder;
  private static ConsulCertificates certificates;
  private static ConsulServer consul;

  private final Told told = new Told();
  private final Said said = new Said();
  private ConsulRegistry registry;

  @BeforeAll
  static void startConsul() {
    certificates = ConsulCertificates.in(folder.resolve("tls"));
    consul =
        ConsulServer.in(folder.resolve("consul"))
            .tls(certificates)
            .verifyIncoming()
            .connections(20)
            .start();
    consul.register("o1", "orders", "10.0.0.1", 80, Map.of());
  }

  @AfterAll
  static void stopConsul() {
    consul.close();
  }

  private void open(ConsulConfig config) {
    registry = new ConsulRegistry(config, said.log());
    registry.start(told);
    registry.watch("orders");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static ConsulConfig.Builder config(ConsulCertificates trusted) {
    return ConsulConfig.at("127.0.0.1", consul.tlsPort())
        .tls(true)
        .caFile(trusted.caFile().toString());
  }

  private static ConsulConfig.Builder known() {
    return config(certificates)
        .clientCertificate(
            certificates.clientCertificate().toString(), certificates.clientKey().toString());
  }

  @Test
  void followsMoreServicesThanConsulAllowsConnections() {
    open(known().build());
    for (int i = 0; i < 300; i++) {
      registry.watch("service-" + i);
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> told.services() == 301);
    // A hundred streams on each: over HTTP/1.1 it would be 302, of which Consul allows 20 here.
    assertThat(Connections.to(consul.tlsPort())).isBetween(3, 5);
    long start = System.nanoTime();
    consul.register("s", "service-299", "10.0.0.9", 80, Map.of());
    await().until(() -> List.of("10.0.0.9:80").equals(told.addresses("service-299")));
    System.err.println(
        "seen among 300 over HTTP/2 after "
            + Duration.ofNanos(System.nanoTime() - start).toMillis()
            + " ms");
    assertThat(told.events()).isEmpty();
  }

  @Test
  void anUnknownAuthorityIsRefused() {
    open(config(ConsulCertificates.in(folder.resolve("other"))).build());
    await().until(() -> !told.downs().isEmpty());
    assertThat(told.downs().get(0))
        .startsWith("Consul at https://127.0.0.1:" + consul.tlsPort() + " can't be reached: no TLS")
        .contains("PKIX");
    assertThat(told.endpoints("orders")).isNull();
  }

  @Test
  void aMissingClientCertificateIsNamed() {
    open(config(certificates).build());
    await().until(() -> !told.downs().isEmpty());
    assertThat(told.downs().get(0)).contains("certificate");
    assertThat(told.endpoints("orders")).isNull();
  }

  @Test
  void aMissingFileIsNamed() {
    open(known().caFile("/nowhere/ca.pem").build());
    await().until(() -> !told.downs().isEmpty());
    assertThat(told.downs().get(0)).endsWith("/nowhere/ca.pem does not exist");
  }
}

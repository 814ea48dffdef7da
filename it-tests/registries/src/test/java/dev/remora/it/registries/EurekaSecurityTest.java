package dev.remora.it.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.EurekaConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.testing.ConsulCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTPS, from clients with a certificate, a user and a password only; without deltas. */
class EurekaSecurityTest {
  private static final String PASSWORD = "pa55word-of-the-shop";

  @TempDir static Path folder;
  private static ConsulCertificates certificates;
  private static EurekaServer eureka;

  @BeforeAll
  static void startEureka() {
    certificates = ConsulCertificates.in(folder.resolve("tls"));
    eureka =
        EurekaServer.in(
                folder,
                "--eureka.server.disable-delta=true",
                "--secured=true",
                "--spring.security.user.name=shop",
                "--spring.security.user.password=" + PASSWORD,
                "--server.ssl.certificate=" + certificates.serverCertificate(),
                "--server.ssl.certificate-private-key=" + certificates.serverKey(),
                "--server.ssl.trust-certificate=" + certificates.caFile(),
                "--server.ssl.client-auth=need")
            .start()
            .awaitStart();
  }

  @AfterAll
  static void stopEureka() {
    eureka.close();
  }

  private static EurekaConfig.Builder unknown() {
    return EurekaConfig.at("eureka+https://127.0.0.1:" + eureka.port())
        .poll(Duration.ofMillis(250))
        .caFile(certificates.caFile().toString())
        .clientCertificate(
            certificates.clientCertificate().toString(), certificates.clientKey().toString());
  }

  private static void assertSilent(Open open) {
    assertThat(open.said.text() + open.told.downs() + open.registry).doesNotContain("pa55word");
  }

  @Test
  void readsAndRegistersWithPasswordAndCertificate() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    EurekaConfig config = unknown().username("shop").passwordFile(file.toString()).build();
    try (Open open = Open.at(config)) {
      open.registry.watch("orders");
      open.registry.register(new Registration("orders", Endpoint.at("10.0.0.7", 8080).build()));
      await().until(() -> open.orders("10.0.0.7:8080"));
      // There are no deltas here: changes are seen all the same.
      open.registry.register(new Registration("orders", Endpoint.at("10.0.0.8", 8080).build()));
      await().until(() -> open.orders("10.0.0.7:8080", "10.0.0.8:8080"));
      assertThat(open.told.events()).isEmpty();
      assertSilent(open);
    }
  }

  @Test
  void aWrongPasswordIsToldAndMendedInItsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("wrong"), "pa55word-of-old");
    EurekaConfig config = unknown().username("shop").passwordFile(file.toString()).build();
    try (Open open = Open.at(config)) {
      open.registry.watch("orders");
      await().until(() -> !open.told.downs().isEmpty());
      assertThat(open.told.downs().get(0))
          .isEqualTo(
              "Eureka at https://127.0.0.1:"
                  + eureka.port()
                  + " denies access to /eureka/apps: user or password are not accepted");
      assertThat(open.told.endpoints("orders")).isNull();
      Files.writeString(file, PASSWORD);
      await().until(() -> open.told.events().size() == 2);
      assertThat(open.told.endpoints("orders")).isEmpty();
      assertSilent(open);
    }
  }

  @Test
  void aMissingUserIsNamed() {
    try (Open open = Open.at(unknown().build())) {
      await().until(() -> !open.told.downs().isEmpty());
      assertThat(open.told.downs().get(0)).endsWith("no eureka.username is set");
    }
  }

  @Test
  void anUnknownAuthorityIsRefused() {
    ConsulCertificates others = ConsulCertificates.in(folder.resolve("other"));
    try (Open open = Open.at(unknown().caFile(others.caFile().toString()).build())) {
      await().until(() -> !open.told.downs().isEmpty());
      assertThat(open.told.downs().get(0)).contains("no TLS").contains("PKIX");
    }
  }
}

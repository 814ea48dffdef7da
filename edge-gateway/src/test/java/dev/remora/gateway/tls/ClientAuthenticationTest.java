package dev.remora.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.log.Log;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Authority;
import dev.remora.gateway.testing.Authority.Issued;
import dev.remora.gateway.testing.Authority.KeyForm;
import dev.remora.gateway.testing.ScriptedOrigin;
import dev.remora.gateway.testing.TlsClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAuthenticationTest {
  private static final String REFUSED = "refused";

  @TempDir Path folder;
  private final ScriptedOrigin origin =
      ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

  private Authority servers;
  private Authority clients;
  private Issued server;

  @BeforeEach
  void found() {
    servers = new Authority(folder, "servers");
    clients = new Authority(folder, "clients");
    server = servers.issue("own", "own.test");
  }

  @AfterEach
  void close() {
    origin.close();
  }

  private TestGateway gateway(String more) {
    return TestGateway.over("orders", origin.port()).start(yaml(more));
  }

  private String yaml(String more) {
    return "listeners: [{address: 127.0.0.1, port: 0, tls: {certificates: ["
        + server.yaml()
        + "], client-ca: "
        + clients.file()
        + more
        + "}}]\nexpose: [orders]\n";
  }

  private TlsClient client(TestGateway gateway, Issued own, String version) {
    return new TlsClient(gateway.port(), servers, own).named("own.test").versions(version);
  }

  /** The status line. With TLS 1.3 a client learns only when it reads that it was refused. */
  private static String outcome(TlsClient client) {
    try {
      String response = client.get("own.test");
      return response.isEmpty() ? REFUSED : response.substring(0, response.indexOf('\r'));
    } catch (IOException e) {
      return REFUSED;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void takesOnlyClientsOfTheAuthority(String version) {
    Issued good = clients.issue("good");
    Issued stranger = servers.issue("stranger");
    Issued old =
        clients.issue("old", "EC", KeyForm.PKCS8, Instant.now().minus(Duration.ofHours(1)));
    try (TestGateway gateway = gateway("")) {
      assertThat(outcome(client(gateway, good, version))).isEqualTo("HTTP/1.1 200 OK");
      assertThat(outcome(client(gateway, null, version))).isEqualTo(REFUSED);
      assertThat(outcome(client(gateway, stranger, version))).isEqualTo(REFUSED);
      assertThat(outcome(client(gateway, old, version))).isEqualTo(REFUSED);
    }
    assertThat(origin.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void letsClientsHaveNoneWhereItIsOptional(String version) {
    Issued good = clients.issue("good");
    Issued old =
        clients.issue("old", "EC", KeyForm.PKCS8, Instant.now().minus(Duration.ofHours(1)));
    try (TestGateway gateway = gateway(", client-auth: optional")) {
      assertThat(outcome(client(gateway, good, version))).isEqualTo("HTTP/1.1 200 OK");
      assertThat(outcome(client(gateway, null, version))).isEqualTo("HTTP/1.1 200 OK");
      assertThat(outcome(client(gateway, old, version))).isEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void refusesWhatIsRevokedAlsoOnASessionFromBefore(String version) throws Exception {
    Issued first = clients.issue("first");
    Issued second = clients.issue("second");
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    Path crl = clients.revoke("clients.crl", tomorrow, second.certificate());
    try (TestGateway gateway = gateway(", client-crl: " + crl)) {
      TlsClient resuming = client(gateway, first, version);
      assertThat(outcome(resuming)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(outcome(client(gateway, second, version))).isEqualTo(REFUSED);

      Path next = clients.revoke("next.crl", tomorrow, first.certificate());
      Files.move(next, crl, StandardCopyOption.REPLACE_EXISTING);
      await().atMost(Duration.ofSeconds(10)).until(() -> outcome(resuming).equals(REFUSED));
      assertThat(outcome(client(gateway, second, version))).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void refusesAllOnceTheRevocationListIsOutOfDate() {
    Issued good = clients.issue("good");
    Path crl = clients.revoke("clients.crl", Instant.now().minus(Duration.ofHours(1)));
    try (TestGateway gateway = gateway(", client-crl: " + crl)) {
      assertThat(outcome(client(gateway, good, "TLSv1.3"))).isEqualTo(REFUSED);
    }
  }

  @Test
  void followsTheAuthoritysFile() throws Exception {
    Issued good = clients.issue("good");
    try (TestGateway gateway = gateway("")) {
      TlsClient client = client(gateway, good, "TLSv1.3");
      assertThat(outcome(client)).isEqualTo("HTTP/1.1 200 OK");
      Files.copy(servers.file(), clients.file(), StandardCopyOption.REPLACE_EXISTING);
      await().atMost(Duration.ofSeconds(10)).until(() -> outcome(client).equals(REFUSED));
    }
  }

  @Test
  void tellsWhoTheClientIs() throws Exception {
    Issued own = clients.issue("billing", "billing.test");
    TlsConfig config =
        new TlsConfig(
            List.of(new KeyPairFiles(server.file().toString(), server.keyFile().toString())),
            false,
            "TLSv1.2",
            TlsTypes.CIPHER_SUITES,
            List.of(io.vertx.core.http.HttpVersion.HTTP_1_1),
            dev.remora.gateway.tls.ClientAuthentication.OPTIONAL,
            clients.file().toString(),
            null);
    Vertx vertx = Vertx.vertx();
    try {
      ListenerTls tls = ListenerTls.open(config, new Log(Log.Level.OFF, System.err));
      HttpServer listening =
          vertx
              .createHttpServer(tls.apply(new HttpServerOptions().setHost("127.0.0.1").setPort(0)))
              .requestHandler(
                  request -> {
                    ClientCertificate shown = ClientCertificate.of(request);
                    request.response().end(String.valueOf(shown));
                  })
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      int port = listening.actualPort();
      assertThat(new TlsClient(port, servers, own).get("own.test"))
          .contains("ClientCertificate[subject=CN=billing, issuer=CN=clients,")
          .contains("dnsNames=[billing.test]")
          .contains("serial=" + own.certificate().getSerialNumber().toString(16))
          .contains("fingerprint=" + sha256(own.certificate().getEncoded()));
      assertThat(new TlsClient(port, servers, null).get("own.test")).endsWith("null");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
    return java.util.HexFormat.of().formatHex(digest);
  }

  @Test
  void takesNoClientsWordForItsCertificate() throws Exception {
    Issued good = clients.issue("good");
    try (TestGateway gateway = gateway("")) {
      try (javax.net.ssl.SSLSocket socket = client(gateway, good, "TLSv1.3").connect()) {
        String request =
            """
            GET /orders/x HTTP/1.1
            Host: own.test
            Connection: close
            X-Forwarded-Client-Cert: Subject="CN=admin"
            Client-Cert: :AAAA:
            Client-Cert-Chain: :AAAA:

            """
                .replace("\n", "\r\n");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getInputStream().readAllBytes();
      }
    }
    assertThat(origin.seen()).contains("x-forwarded-proto: https");
    assertThat(origin.seen().toLowerCase(java.util.Locale.ROOT)).doesNotContain("client-cert");
  }
}

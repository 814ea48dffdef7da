package dev.remora.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.log.Log;
import dev.remora.core.testing.Connections;
import dev.remora.core.testing.ConsulCertificates;
import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.ScriptedServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Consul that demands client certificates, and a JDK server without ALPN. */
class TlsTest {
  @TempDir static Path folder;
  private static ConsulCertificates certificates;
  private static ConsulServer consul;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("test-timer"));
  private final Transport transport = new Transport(timer, new Log(Log.Level.OFF, System.err));

  @BeforeAll
  static void start() {
    certificates = ConsulCertificates.in(folder.resolve("tls"));
    consul = ConsulServer.in(folder.resolve("consul")).tls(certificates).verifyIncoming().start();
  }

  @AfterAll
  static void stop() {
    consul.close();
  }

  @AfterEach
  void close() {
    transport.close();
    timer.shutdownNow();
  }

  private static Tls trustedAndKnown() {
    return Tls.of(
        certificates.caFile().toString(),
        certificates.clientCertificate().toString(),
        certificates.clientKey().toString());
  }

  @Test
  void multiplexesOverHttp2() throws Exception {
    Peer peer = transport.peer("127.0.0.1", consul.tlsPort(), trustedAndKnown());
    List<Answers> answers = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      answers.add(Answers.to(peer, Request.get("/v1/health/service/none?index=1000000&wait=3s")));
    }
    // All of them wait at the same time, which takes no more than a few connections.
    Thread.sleep(1500);
    assertThat(answers).noneMatch(Answers::isDone);
    assertThat(Connections.to(consul.tlsPort())).isBetween(1, 4);
    for (Answers each : answers) {
      assertThat(each.response().status()).isEqualTo(200);
      assertThat(each.response().http2()).isTrue();
    }
    assertThat(peer.http2()).isTrue();
  }

  @Test
  void endsARequestWithoutHarmToTheOthersOfItsConnection() throws Exception {
    Peer peer = transport.peer("127.0.0.1", consul.tlsPort(), trustedAndKnown());
    Answers.to(peer, Request.get("/v1/status/leader")).response();
    Answers patient =
        Answers.to(peer, Request.get("/v1/health/service/none?index=1000000&wait=2s"));
    Answers hasty =
        Answers.to(
            peer,
            Request.get("/v1/health/service/none?index=1000000&wait=60s")
                .timeout(Duration.ofMillis(500)));
    Answers greedy = Answers.to(peer, Request.get("/v1/agent/self").maxBody(10));
    assertThat(greedy.failure()).hasMessageContaining("more than the 10 bytes");
    assertThat(hasty.failure()).hasMessage("no answer within 500 ms");
    assertThat(patient.response().status()).isEqualTo(200);
    assertThat(Answers.to(peer, Request.get("/v1/status/leader")).response().http2()).isTrue();
  }

  @Test
  void refusesAPeerOfAnotherAuthority() throws Exception {
    ConsulCertificates other = ConsulCertificates.in(folder.resolve("other"));
    Tls tls = Tls.of(other.caFile().toString(), null, null);
    assertThat(failure("127.0.0.1", consul.tlsPort(), tls))
        .hasMessageContaining("no TLS with 127.0.0.1:" + consul.tlsPort())
        .hasMessageContaining("PKIX");
    // Neither do the JVM's own authorities know it.
    assertThat(failure("127.0.0.1", consul.tlsPort(), Tls.of(null, null, null)))
        .hasMessageContaining("PKIX");
  }

  @Test
  void isRefusedWithoutACertificate() throws Exception {
    Tls tls = Tls.of(certificates.caFile().toString(), null, null);
    assertThat(failure("127.0.0.1", consul.tlsPort(), tls)).hasMessageContaining("certificate");
  }

  @Test
  void readsFilesAgainThatChanged() throws Exception {
    Path ca = folder.resolve("rotating.pem");
    Tls tls =
        Tls.of(
            ca.toString(),
            certificates.clientCertificate().toString(),
            certificates.clientKey().toString());
    Peer peer = transport.peer("127.0.0.1", consul.tlsPort(), tls);
    assertThat(Answers.to(peer, Request.get("/")).failure()).hasMessage(ca + " does not exist");
    Files.copy(certificates.caFile(), ca, StandardCopyOption.REPLACE_EXISTING);
    assertThat(Answers.to(peer, Request.get("/v1/status/leader")).response().status())
        .isEqualTo(200);
  }

  @Test
  void fallsBackToHttp11WithoutAlpnAndVerifiesTheHostName() throws Exception {
    Path pem = folder.resolve("jdk.pem");
    SSLContext server = serverFor("dns:localhost", pem);
    try (ScriptedServer scripted =
        new ScriptedServer(
            server.getServerSocketFactory(),
            (request, out) -> {
              out.write(ScriptedServer.answer(200, "", "over TLS"));
              return true;
            })) {
      Tls tls = Tls.of(pem.toString(), null, null);
      Peer peer = transport.peer("localhost", scripted.port(), tls);
      List<Answers> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        answers.add(Answers.to(peer, Request.get("/" + i)));
      }
      for (Answers each : answers) {
        assertThat(each.response().http2()).isFalse();
      }
      // The same certificate at an address it wasn't made for.
      assertThat(failure("127.0.0.1", scripted.port(), tls))
          .hasMessageContaining("No subject alternative names");
    }
  }

  private Throwable failure(String host, int port, Tls tls) throws Exception {
    return Answers.to(transport.peer(host, port, tls), Request.get("/v1/status/leader")).failure();
  }

  private static SSLContext serverFor(String name, Path pem) throws Exception {
    Path store = folder.resolve("jdk.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=test",
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "password")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "password".toCharArray());
    }
    Certificate certificate = keys.getCertificate("own");
    Files.writeString(
        pem,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "password".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}

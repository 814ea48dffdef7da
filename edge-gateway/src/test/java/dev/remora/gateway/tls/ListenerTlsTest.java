package dev.remora.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Authority;
import dev.remora.gateway.testing.Authority.Issued;
import dev.remora.gateway.testing.Authority.KeyForm;
import dev.remora.gateway.testing.ScriptedOrigin;
import dev.remora.gateway.testing.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTlsTest {
  @TempDir static Path shared;
  private static ScriptedOrigin origin;

  @TempDir Path folder;
  private Authority authority;

  @BeforeAll
  static void start() {
    origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }

  @AfterAll
  static void stop() {
    origin.close();
  }

  @BeforeEach
  void found() {
    authority = new Authority(folder, "ca");
  }

  private TestGateway gateway(String tls) {
    return TestGateway.over("orders", origin.port()).start(yaml(tls));
  }

  private static String yaml(String tls) {
    return "listeners: [{address: 127.0.0.1, port: 0, tls: {" + tls + "}}]\nexpose: [orders]\n";
  }

  private static String certificates(Issued... all) {
    StringBuilder list = new StringBuilder("certificates: [");
    for (Issued each : all) {
      list.append(list.charAt(list.length() - 1) == '[' ? "" : ", ").append(each.yaml());
    }
    return list.append("]").toString();
  }

  private TlsClient client(TestGateway gateway) {
    return new TlsClient(gateway.port(), authority, null);
  }

  @Test
  void servesEachHostWithItsCertificate() throws Exception {
    Issued first = authority.issue("first", "first.test");
    Issued shop = authority.issue("shop", "shop.test", "store.test");
    Issued wild = authority.issue("wild", "*.wild.test");
    try (TestGateway gateway = gateway(certificates(first, shop, wild))) {
      assertThat(client(gateway).named("shop.test").shown()).isEqualTo("shop");
      assertThat(client(gateway).named("STORE.test").shown()).isEqualTo("shop");
      assertThat(client(gateway).named("a.wild.test").shown()).isEqualTo("wild");
      assertThat(client(gateway).named("a.b.wild.test").shown()).isEqualTo("first");
      assertThat(client(gateway).named("wild.test").shown()).isEqualTo("first");
      assertThat(client(gateway).named("other.test").shown()).isEqualTo("first");
      assertThat(client(gateway).shown()).isEqualTo("first");
      assertThat(client(gateway).named("shop.test").get("shop.test")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void refusesUnknownHostsIfTold() throws Exception {
    Issued first = authority.issue("first", "first.test");
    try (TestGateway gateway = gateway(certificates(first) + ", strict-sni: true")) {
      assertThat(client(gateway).named("first.test").shown()).isEqualTo("first");
      assertThatThrownBy(() -> client(gateway).named("other.test").shown())
          .isInstanceOf(SSLHandshakeException.class);
      assertThatThrownBy(() -> client(gateway).shown()).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA,PKCS8", "RSA,TRADITIONAL", "EC,PKCS8", "EC,TRADITIONAL"})
  void readsKeysInTheFormsThatToolsWrite(String algorithm, KeyForm form) throws Exception {
    Issued issued = authority.issue("own", algorithm, form, "own.test");
    try (TestGateway gateway = gateway(certificates(issued))) {
      assertThat(client(gateway).named("own.test").get("own.test")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void takesTheKeyFromTheCertificatesOwnFile() throws Exception {
    Issued issued = authority.issue("own", "own.test");
    String both = Files.readString(issued.keyFile()) + Files.readString(issued.file());
    Path file = Files.writeString(folder.resolve("both.pem"), both);
    try (TestGateway gateway = gateway("certificates: [{certificate: " + file + "}]")) {
      assertThat(client(gateway).named("own.test").shown()).isEqualTo("own");
    }
  }

  @Test
  void picksByKindOfKeyWhereAHostHasTwo() throws Exception {
    Issued ec = authority.issue("ec", "both.test");
    Issued rsa = authority.issue("rsa", "RSA", KeyForm.PKCS8, "both.test");
    try (TestGateway gateway = gateway(certificates(ec, rsa))) {
      TlsClient old = client(gateway).named("both.test").versions("TLSv1.2");
      assertThat(old.suites("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256").shown()).isEqualTo("rsa");
      assertThat(old.suites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256").shown()).isEqualTo("ec");
    }
  }

  @Test
  void speaksNoOldVersionAndNoWeakSuite() throws Exception {
    Issued own = authority.issue("own", "RSA", KeyForm.PKCS8, "own.test");
    try (TestGateway gateway = gateway(certificates(own))) {
      assertThat(client(gateway).versions("TLSv1.2").shown()).isEqualTo("own");
      assertThat(client(gateway).versions("TLSv1.3").shown()).isEqualTo("own");
      assertThatThrownBy(
              () ->
                  client(gateway)
                      .versions("TLSv1.2")
                      .suites(
                          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_GCM_SHA256")
                      .shown())
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(alertFor(gateway, "0302")).isEqualTo("protocol_version");
      assertThat(alertFor(gateway, "0301")).isEqualTo("protocol_version");
    }
    try (TestGateway gateway = gateway(certificates(own) + ", min-version: 1.3")) {
      assertThat(client(gateway).versions("TLSv1.3").shown()).isEqualTo("own");
      assertThatThrownBy(() -> client(gateway).versions("TLSv1.2").shown())
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  /** What answers the hello of a client that speaks {@code version} at most. */
  private static String alertFor(TestGateway gateway, String version) throws IOException {
    String hello = version + "00".repeat(32) + "00" + "0004" + "c013002f" + "0100";
    String handshake = "0100" + String.format("%04x", hello.length() / 2) + hello;
    String record = "160301" + String.format("%04x", handshake.length() / 2) + handshake;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(HexFormat.of().parseHex(record));
      byte[] alert = socket.getInputStream().readNBytes(7);
      assertThat(alert).hasSize(7);
      assertThat(alert[0]).isEqualTo((byte) 21);
      return alert[6] == 70 ? "protocol_version" : "alert " + alert[6];
    }
  }

  @Test
  void agreesOnHttp2() throws Exception {
    Issued own = authority.issue("own", "own.test");
    try (TestGateway gateway = gateway(certificates(own))) {
      try (SSLSocket socket = client(gateway).alpn("h2", "http/1.1").connect()) {
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
      }
      try (SSLSocket socket = client(gateway).alpn("http/1.1").connect()) {
        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      }
    }
    try (TestGateway gateway = gateway(certificates(own) + ", alpn: http/1.1")) {
      try (SSLSocket socket = client(gateway).alpn("h2", "http/1.1").connect()) {
        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      }
    }
  }

  @Test
  void refusesAHostOfAnotherCertificate() throws Exception {
    Issued first = authority.issue("first", "first.test");
    Issued shop = authority.issue("shop", "shop.test", "store.test");
    try (TestGateway gateway = gateway(certificates(first, shop))) {
      assertThat(client(gateway).named("shop.test").get("store.test")).startsWith("HTTP/1.1 200");
      assertThat(client(gateway).get("shop.test")).startsWith("HTTP/1.1 200");
      String refused = client(gateway).named("shop.test").get("first.test");
      assertThat(refused).startsWith("HTTP/1.1 421").contains("\"code\":\"misdirected\"");
    }
  }

  @Test
  void followsItsFiles() throws Exception {
    Issued own = authority.issue("own", "own.test");
    try (TestGateway gateway = gateway(certificates(own))) {
      TlsClient client = client(gateway).named("own.test");
      assertThat(client.shown()).isEqualTo("own");

      Issued next = authority.issue("next", "own.test");
      Files.copy(next.file(), own.file(), StandardCopyOption.REPLACE_EXISTING);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> gateway.log().contains("is not that of the certificate"));
      assertThat(client.shown()).isEqualTo("own");
      assertThat(gateway.log()).containsOnlyOnce("own.key: the key is not that of");

      Files.copy(next.keyFile(), own.keyFile(), StandardCopyOption.REPLACE_EXISTING);
      await().atMost(Duration.ofSeconds(10)).until(() -> client.shown().equals("next"));
      assertThat(gateway.log()).contains("all is good again and in use");

      Files.delete(own.keyFile());
      await().atMost(Duration.ofSeconds(10)).until(() -> gateway.log().contains("no such file"));
      assertThat(client.shown()).isEqualTo("next");
    }
  }

  @Test
  void takesOverOtherSettingsOfTheSameListener() throws Exception {
    Issued own = authority.issue("own", "own.test");
    Issued other = authority.issue("other", "other.test");
    try (TestGateway gateway = gateway(certificates(own))) {
      TlsClient client = client(gateway).named("other.test");
      assertThat(client.shown()).isEqualTo("own");
      gateway.reload(yaml(certificates(own, other)));
      await().atMost(Duration.ofSeconds(5)).until(() -> client.shown().equals("other"));
      assertThatThrownBy(() -> gateway.reload(yaml("certificates: [{certificate: /gone.pem}]")))
          .hasMessageContaining("/gone.pem: no such file");
      assertThat(client.shown()).isEqualTo("other");
    }
  }

  @Test
  void warnsOfKeysThatAllMayReadAndOfDates() throws Exception {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    Issued own = authority.issue("own", "EC", KeyForm.PKCS8, yesterday, "own.test");
    Files.setPosixFilePermissions(own.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
    try (TestGateway gateway = gateway(certificates(own))) {
      assertThat(gateway.log())
          .contains("own.key: holds a private key and is readable by everybody")
          .contains("is not in date");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certificates: []|certificates: there is none",
        "certificates: [{certificate: /gone.pem}]|/gone.pem: no such file",
        "certificates: [{certificate: CA}]|holds no PEM private key",
        "certificates: [{certificate: CA, key: KEY}]|own.key: the key is not that of",
        "certificates: [{certificate: KEY, key: KEY}]|holds no PEM certificate",
        "certificates: [{certificate: OWN, key: KEY, kee: x}]|unknown key; did you mean",
        "CERTIFICATES, min-version: 1.1|\"1.1\" is not a version that is spoken",
        "CERTIFICATES, cipher-suites: TLS_RSA_WITH_AES_128_CBC_SHA|is no cipher suite",
        "CERTIFICATES, alpn: h3|\"h3\" is not a protocol that is spoken",
        "CERTIFICATES, client-auth: required|needs client-ca",
        "CERTIFICATES, client-auth: maybe|allowed: none, optional, required",
        "CERTIFICATES, client-ca: /gone.pem|/gone.pem: no such file",
        "CERTIFICATES, client-ca: CA, client-crl: CA|holds no PEM revocation list",
      })
  void tellsInOneLineWhatIsWrong(String tls, String told) {
    Issued own = authority.issue("own", "own.test");
    String settings =
        tls.replace("CERTIFICATES", certificates(own))
            .replace("CA", authority.file().toString())
            .replace("OWN", own.file().toString())
            .replace("KEY", own.keyFile().toString());
    assertThatThrownBy(() -> gateway(settings))
        .hasMessageMatching("gateway.yaml:[0-9]+:[0-9]+: .*")
        .hasMessageContaining("listeners[0].tls")
        .hasMessageContaining(told)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }
}

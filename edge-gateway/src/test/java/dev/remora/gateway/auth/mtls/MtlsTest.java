package dev.remora.gateway.auth.mtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.auth.Forge;
import dev.remora.gateway.testing.Authority;
import dev.remora.gateway.testing.Authority.Issued;
import dev.remora.gateway.testing.ScriptedOrigin;
import dev.remora.gateway.testing.TlsClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that show a certificate, alone and beside tokens. */
class MtlsTest {
  private static final Forge KEY = Forge.rsa("k1");

  @TempDir Path folder;
  private final ScriptedOrigin origin =
      ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  private Authority servers;
  private Authority clients;
  private Issued shop;
  private Issued stranger;
  private TestGateway gateway;

  @BeforeEach
  void found() throws IOException {
    servers = new Authority(folder, "servers");
    clients = new Authority(folder, "clients");
    shop = clients.issue("shop", "shop.clients.test", "other.test");
    stranger = clients.issue("stranger", "stranger.test");
    Files.writeString(folder.resolve("jwks.json"), Forge.jwks(KEY));
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    origin.close();
  }

  private void start(String rules, String route) {
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                "listeners: [{address: 127.0.0.1, port: 0, tls: {certificates: ["
                    + servers.issue("own", "own.test").yaml()
                    + "], client-ca: "
                    + clients.file()
                    + ", client-auth: optional}}]\n"
                    + ("authentication: {machines: {mtls: " + rules + "},\n")
                    + "  corp: {jwt: {issuer: https://idp.example, audiences: [shop], jwks-file: "
                    + (folder.resolve("jwks.json") + "}}}\n")
                    + ("routes: [{name: orders, to: orders, authentication: " + route + "}]\n"));
  }

  private String get(Issued own, String headers) throws IOException {
    try (Socket socket = new TlsClient(gateway.port(), servers, own).named("own.test").connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET / HTTP/1.1\r\nHost: own.test\r\nConnection: close\r\n" + headers + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String token(String more) {
    return "Authorization: Bearer "
        + KEY.token(
            "{\"iss\":\"https://idp.example\",\"aud\":\"shop\",\"sub\":\"alice\",\"exp\":"
                + (System.currentTimeMillis() / 1000 + 60)
                + more
                + "}")
        + "\r\n";
  }

  @Test
  void anyCertificateWhereThereIsNoRule() throws IOException {
    start("{}", "machines");
    assertThat(get(shop, "")).startsWith("HTTP/1.1 200 ");
    assertThat(get(stranger, "")).startsWith("HTTP/1.1 200 ");
    assertThat(get(null, ""))
        .startsWith("HTTP/1.1 403 ")
        .contains("\"code\":\"certificate-required\"");
  }

  @Test
  void onlyThoseThatARuleNames() throws IOException {
    start(
        "{dns: [\"*.clients.test\"]}", "{any-of: machines, claims: {dns: {contains: other.test}}}");
    assertThat(get(shop, "")).startsWith("HTTP/1.1 200 ");
    assertThat(get(stranger, "")).startsWith("HTTP/1.1 403 ");
    gateway.close();
    String subject = shop.certificate().getSubjectX500Principal().getName();
    start("{subjects: [\"" + subject.replace(",", ", ") + "\"]}", "machines");
    assertThat(get(shop, "")).startsWith("HTTP/1.1 200 ");
    assertThat(get(stranger, "")).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void eitherACertificateOrAToken() throws IOException {
    start("{dns: [shop.clients.test]}", "{any-of: [machines, corp]}");
    assertThat(get(shop, "")).startsWith("HTTP/1.1 200 ");
    assertThat(get(null, token(""))).startsWith("HTTP/1.1 200 ");
    assertThat(get(stranger, token(""))).startsWith("HTTP/1.1 200 ");
    assertThat(get(stranger, "")).startsWith("HTTP/1.1 401 ");
    assertThat(get(null, "")).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void aTokenThatIsBoundToACertificateNeedsIt() throws Exception {
    start("{}", "corp");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(shop.certificate().getEncoded());
    String bound = token(",\"cnf\":{\"x5t#S256\":\"" + Forge.base64(digest) + "\"}");
    assertThat(get(shop, bound)).startsWith("HTTP/1.1 200 ");
    assertThat(get(stranger, bound)).startsWith("HTTP/1.1 401 ");
    assertThat(get(null, bound)).startsWith("HTTP/1.1 401 ");
    assertThat(get(shop, bound)).startsWith("HTTP/1.1 200 ");
    for (String other : new String[] {"{\"jkt\":\"x\"}", "{}", "null", "\"x\""}) {
      assertThat(get(shop, token(",\"cnf\":" + other))).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void namesInCertificates() {
    NameRule any = NameRule.DNS.parse("*.clients.test");
    assertThat(any.matches("Shop.clients.test")).isTrue();
    assertThat(any.matches("a.b.clients.test")).isFalse();
    assertThat(any.matches("clients.test")).isFalse();
    assertThat(any.matches(".clients.test")).isFalse();
    NameRule spiffe = NameRule.URI.parse("spiffe://example/ns/prod/*");
    assertThat(spiffe.matches("spiffe://example/ns/prod/sa/shop")).isTrue();
    assertThat(spiffe.matches("spiffe://example/ns/prod")).isFalse();
    assertThat(spiffe.matches("spiffe://example/ns/prod/")).isFalse();
    assertThat(spiffe.matches("spiffe://example/ns/production/x")).isFalse();
  }
}

package dev.remora.gateway.filter.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.auth.Forge;
import dev.remora.gateway.auth.apikey.ApiKey;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits by who makes a request, as it was verified. */
class VerifiedKeyTest {
  private static final Forge ISSUER = Forge.rsa("k1");
  private static final String ACME = ApiKey.random();

  private final ScriptedOrigin origin =
      ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");

  @TempDir private Path folder;
  private TestGateway gateway;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("jwks.json"), Forge.jwks(ISSUER));
    Files.writeString(
        folder.resolve("keys.yaml"), "keys: [{name: acme, hash: \"" + ApiKey.hash(ACME) + "\"}]\n");
  }

  @AfterEach
  void close() {
    gateway.close();
    origin.close();
  }

  private void start(String limits) {
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                "authentication:\n  corp: {jwt: {issuer: https://idp.example, audiences: [shop],"
                    + (" jwks-file: " + folder.resolve("jwks.json") + "}}\n")
                    + ("  partners: {api-keys: {file: " + folder.resolve("keys.yaml") + "}}\n")
                    + "routes: [{name: orders, to: orders, authentication:"
                    + (" {any-of: [corp, partners]}, rate-limit: " + limits + "}]\n"));
  }

  private int statusWith(String header) {
    String reply =
        RawClient.exchange(
            gateway.port(),
            "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n" + header + "\r\n\r\n");
    return Integer.parseInt(reply.substring(9, 12));
  }

  private static String token(String subject, String tenant) {
    long expires = System.currentTimeMillis() / 1000 + 60;
    return "Authorization: Bearer "
        + ISSUER.token(
            "{\"iss\":\"https://idp.example\",\"aud\":\"shop\",\"sub\":\""
                + (subject + "\",\"tenant\":\"" + tenant + "\",\"exp\":" + expires + "}"));
  }

  @Test
  void anIdentityHasALimitOfItsOwn() {
    start("{key: identity, requests: 1, per: 1h}");
    assertThat(statusWith(token("alice", "a"))).isEqualTo(200);
    assertThat(statusWith(token("alice", "b"))).as("with another token").isEqualTo(429);
    assertThat(statusWith(token("bob", "a"))).isEqualTo(200);
    assertThat(statusWith("X-API-Key: " + ACME)).isEqualTo(200);
    assertThat(statusWith("X-API-Key: " + ACME)).isEqualTo(429);
  }

  @Test
  void aClaimPutsIdentitiesTogether() {
    start("{key: 'claim:tenant', requests: 1, per: 1h}");
    assertThat(statusWith(token("alice", "a"))).isEqualTo(200);
    assertThat(statusWith(token("bob", "a"))).isEqualTo(429);
    assertThat(statusWith(token("bob", "b"))).isEqualTo(200);
  }

  @Test
  void anApiKeyIsKnownByItsName() {
    start("{key: api-key, requests: 1, per: 1h}");
    assertThat(statusWith("X-API-Key: " + ACME)).isEqualTo(200);
    assertThat(statusWith("X-API-Key: " + ACME)).isEqualTo(429);
    assertThat(statusWith(token("alice", "a"))).as("by address").isEqualTo(200);
    assertThat(statusWith(token("bob", "a"))).isEqualTo(429);
  }

  @Test
  void anAddressIsLimitedBeforeItsCredentialsAreLookedAt() {
    start("[{key: address, requests: 2, per: 1h}, {key: identity, requests: 100, per: 1h}]");
    assertThat(statusWith("X-API-Key: wrong")).isEqualTo(401);
    assertThat(statusWith("X-API-Key: wrong")).isEqualTo(401);
    assertThat(statusWith("X-API-Key: wrong")).isEqualTo(429);
    assertThat(statusWith("X-API-Key: " + ACME)).isEqualTo(429);
  }
}

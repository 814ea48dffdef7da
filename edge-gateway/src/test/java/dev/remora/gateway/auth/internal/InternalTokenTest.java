package dev.remora.gateway.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.auth.Forge;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service is told of who makes a request; judged with nothing but the JDK. */
class InternalTokenTest {
  private static final Forge KEY = Forge.rsa("k1");
  private static final Pattern SENT = Pattern.compile("(?i)x-remora-jwt-assertion: (\\S+)");

  @TempDir Path folder;
  private final ScriptedOrigin origin =
      ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  private TestGateway gateway;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("jwks.json"), Forge.jwks(KEY));
    writeKey();
  }

  private void writeKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  @AfterEach
  void close() {
    gateway.close();
    origin.close();
  }

  private void start(String more) {
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                "authentication: {corp: {jwt: {issuer: https://idp.example, audiences: [shop],"
                    + " jwks-file: "
                    + folder.resolve("jwks.json")
                    + "}}}\ninternal-token: {key: "
                    + folder.resolve("key.pem")
                    + ", issuer: https://gateway.example, claims: [email, groups]"
                    + more
                    + "}\nroutes:\n"
                    + "  - {name: keys, match: {path: /keys}, internal-token-keys: true}\n"
                    + "  - {name: open, match: {prefix: /open}, to: orders}\n"
                    + "  - {name: orders, match: {prefix: /orders}, to: orders,"
                    + " authentication: {any-of: corp, optional: true}}\n");
  }

  private String get(String path, String headers) {
    return RawClient.exchange(
        gateway.port(),
        "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n");
  }

  private static String bearer(String more) {
    return "Authorization: Bearer "
        + KEY.token(
            "{\"iss\":\"https://idp.example\",\"aud\":\"shop\",\"sub\":\"alice\",\"exp\":"
                + (System.currentTimeMillis() / 1000 + 600)
                + more
                + "}")
        + "\r\n";
  }

  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    Matcher matcher = SENT.matcher(origin.seen());
    while (matcher.find()) {
      sent.add(matcher.group(1));
    }
    return sent;
  }

  /** What a token says, once one of the keys that the gateway tells has verified it. */
  private JsonObject verified(String token) throws Exception {
    String reply = get("/keys", "");
    assertThat(reply)
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("content-type: application/jwk-set+json");
    String[] parts = token.split("\\.", -1);
    String id = json(parts[0]).get("kid").getAsString();
    for (var each :
        JsonParser.parseString(reply.substring(reply.indexOf("\r\n\r\n") + 4))
            .getAsJsonObject()
            .getAsJsonArray("keys")) {
      JsonObject jwk = each.getAsJsonObject();
      assertThat(jwk.has("d")).isFalse();
      if (jwk.get("kid").getAsString().equals(id)) {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(
            KeyFactory.getInstance("EC")
                .generatePublic(
                    new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        return json(parts[1]);
      }
    }
    throw new AssertionError("no key " + id + " in " + reply);
  }

  private static BigInteger number(JsonObject jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get(name).getAsString()));
  }

  private static JsonObject json(String part) {
    return JsonParser.parseString(
            new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  @Test
  void theServiceIsToldWhoItIsInTheGatewaysWords() throws Exception {
    start("");
    String more =
        ",\"email\":\"a@example.com\",\"groups\":[\"x\"],\"secret\":\"s\",\"scope\":\"b a\"";
    assertThat(get("/orders/1", bearer(more))).startsWith("HTTP/1.1 200 ");
    assertThat(origin.seen()).doesNotContainIgnoringCase("authorization:");
    JsonObject claims = verified(sent().get(0));
    assertThat(claims.get("iss").getAsString()).isEqualTo("https://gateway.example");
    assertThat(claims.get("sub").getAsString()).isEqualTo("alice");
    assertThat(claims.get("aud").getAsString()).isEqualTo("orders");
    assertThat(claims.get("idp").getAsString()).isEqualTo("https://idp.example");
    assertThat(claims.get("method").getAsString()).isEqualTo("jwt");
    assertThat(claims.get("scope").getAsString()).isEqualTo("a b");
    assertThat(claims.get("email").getAsString()).isEqualTo("a@example.com");
    assertThat(claims.get("groups").getAsJsonArray()).hasSize(1);
    assertThat(claims.has("secret")).isFalse();
    assertThat(claims.get("exp").getAsLong() - claims.get("iat").getAsLong()).isEqualTo(60);
    assertThat(Math.abs(claims.get("iat").getAsLong() - System.currentTimeMillis() / 1000))
        .isLessThan(30);
  }

  @Test
  void oneIsUsedForManyRequestsAndReplacedInTime() {
    start(", lifetime: 5s");
    String header = bearer("");
    for (int i = 0; i < 5; i++) {
      assertThat(get("/orders/" + i, header)).startsWith("HTTP/1.1 200 ");
    }
    assertThat(sent()).hasSize(5);
    assertThat(sent().stream().distinct().count()).isLessThanOrEqualTo(3);
    await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              get("/orders/x", header);
              return sent().stream().distinct().count() >= 2;
            });
  }

  @Test
  void whatComesFromOutsideIsTakenOff() {
    start("");
    String forged = "X-Remora-Jwt-Assertion: forged\r\nX_Remora_Jwt_Assertion: forged\r\n";
    for (String path : new String[] {"/open/1", "/orders/1"}) {
      assertThat(get(path, forged)).startsWith("HTTP/1.1 200 ");
    }
    assertThat(origin.seen())
        .contains("GET /open/1", "GET /orders/1")
        .doesNotContain("forged")
        .doesNotContainIgnoringCase("assertion");
    assertThat(get("/orders/2", forged + bearer(""))).startsWith("HTTP/1.1 200 ");
    assertThat(sent()).hasSize(1);
    assertThat(origin.seen()).doesNotContain("forged");
  }

  @Test
  void aKeyIsReplacedWhileTheOldOneIsStillTold() throws Exception {
    start("");
    assertThat(get("/orders/1", bearer(""))).startsWith("HTTP/1.1 200 ");
    String old = sent().get(0);
    writeKey();
    await()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              get("/orders/2", bearer(""));
              List<String> sent = sent();
              return !json(sent.get(sent.size() - 1).split("\\.", -1)[0])
                  .equals(json(old.split("\\.", -1)[0]));
            });
    assertThat(verified(old).get("sub").getAsString()).isEqualTo("alice");
    assertThat(verified(sent().get(sent().size() - 1)).get("sub").getAsString()).isEqualTo("alice");
  }

  @Test
  void asABearerTokenWhereServicesWantThat() throws IOException {
    start(", header: Authorization, audience: internal");
    assertThat(get("/orders/1", bearer(""))).startsWith("HTTP/1.1 200 ");
    Matcher matcher = Pattern.compile("(?i)authorization: Bearer (\\S+)").matcher(origin.seen());
    assertThat(matcher.find()).isTrue();
    JsonObject claims = json(matcher.group(1).split("\\.", -1)[1]);
    assertThat(claims.get("aud").getAsString()).isEqualTo("internal");
    assertThat(claims.get("iss").getAsString()).isEqualTo("https://gateway.example");
  }
}

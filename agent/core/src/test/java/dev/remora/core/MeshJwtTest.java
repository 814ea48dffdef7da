package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that the process signs itself. */
class MeshJwtTest extends WithTokens {
  private Path key;
  private String base64;

  @BeforeEach
  void makeKey() throws Exception {
    key = folder.resolve("key.pem");
    base64 = another();
  }

  /** Puts another key there. */
  private String another() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    String made =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    Files.writeString(
        key, "-----BEGIN PRIVATE KEY-----\n" + made + "\n-----END PRIVATE KEY-----\n");
    return made;
  }

  @AfterEach
  void leavesNoSecretBehind() {
    assertThat(log.lines() + " " + mesh.explain("http://orders/") + tokenStatus())
        .doesNotContain(base64.substring(30, 60), "eyJ");
  }

  private static JsonObject part(String token, int index) {
    String json =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]), StandardCharsets.UTF_8);
    return JsonParser.parseString(json).getAsJsonObject();
  }

  @Test
  void saysWhoCallsAndWhoIsCalled() throws IOException {
    start(1, "token.jwt.key=" + key, "token.jwt.subject=shop");
    long now = System.currentTimeMillis() / 1000;
    String token = token(secure());
    assertThat(token(secure())).as("signed once").isEqualTo(token);
    JsonObject claims = part(token, 1);
    assertThat(claims.get("iss").getAsString()).isEqualTo("shop");
    assertThat(claims.get("sub").getAsString()).isEqualTo("shop");
    assertThat(claims.get("aud").getAsString()).isEqualTo("orders");
    assertThat(claims.get("exp").getAsLong() - now).isBetween(298L, 302L);
    assertThat(part(token, 0).get("alg").getAsString()).isEqualTo("ES256");
    assertThat(tokenStatus().toString())
        .matches("jwt signed with " + key + ", valid, 299s left, issued 1, failures 0");
  }

  @Test
  void everythingOfItCanBeSet() throws IOException {
    start(
        1,
        "token.jwt.key=" + key,
        "token.jwt.key-id=k1",
        "token.jwt.issuer=https://shop.example",
        "token.jwt.subject=shop",
        "token.jwt.audience=https://orders.example",
        "token.jwt.lifetime=30s");
    String token = token(secure());
    assertThat(part(token, 0).get("kid").getAsString()).isEqualTo("k1");
    assertThat(part(token, 1).get("iss").getAsString()).isEqualTo("https://shop.example");
    assertThat(part(token, 1).get("aud").getAsString()).isEqualTo("https://orders.example");
    assertThat(part(token, 1).get("exp").getAsLong() - part(token, 1).get("iat").getAsLong())
        .isEqualTo(30);
    assertThat(tokenStatus().leftNanos()).isEqualTo(29_000 * MILLI);
  }

  @Test
  void followsTheFileOfTheKey() throws Exception {
    start(1, "token.jwt.key=" + key, "token.jwt.subject=shop");
    String first = part(token(secure()), 0).get("kid").getAsString();
    base64 = another();
    await().until(() -> !part(token(secure()), 0).get("kid").getAsString().equals(first));
    String second = token(secure());
    Files.writeString(key, "rubbish");
    await().until(() -> log.lines().stream().anyMatch(line -> line.contains("holds no PEM")));
    assertThat(token(secure())).isEqualTo(second);
    assertThat(tokenStatus().waits()).as("only the first call waited").isLessThanOrEqualTo(1);
  }

  @Test
  void aKeyThatCanNotBeUsedRejectsCalls() throws Exception {
    Files.writeString(key, "rubbish");
    start(1, "token.jwt.key=" + key, "token.jwt.subject=shop");
    assertThat(secure().rejection())
        .isEqualTo(
            "Remora rejected the call to orders: no token: "
                + key
                + " holds no PEM private key; allowed: RSA of 2048 bits or more, EC on P-256,"
                + " Ed25519 (Java 15 or newer)");
    base64 = another();
    await().until(() -> secure().rejection() == null);
  }
}

package dev.remora.it.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that the shipped agent signs for an unchanged application. */
class TokenTest extends WithEndpoint {
  private Path key;
  private KeyPair pair;

  private void makeKey(String algorithm) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    pair = generator.generateKeyPair();
    key =
        Files.writeString(
            folder.resolve(algorithm + ".pem"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
  }

  private App start(int release) throws IOException {
    return App.start(
        Environment.jdk(release),
        List.of(
            agent() + ",first-call-timeout=20s",
            "-Dremora.services.orders.token.jwt.key=" + key,
            "-Dremora.services.orders.token.jwt.subject=shop",
            "-Dremora.services.orders.token.allow-http=true"));
  }

  private boolean verifies(String token, String algorithm) throws GeneralSecurityException {
    int end = token.lastIndexOf('.');
    Signature signature = Signature.getInstance(algorithm);
    signature.initVerify(pair.getPublic());
    signature.update(token.substring(0, end).getBytes(UTF_8));
    return signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void signsTokens(int release) throws Exception {
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      makeKey(algorithm);
      try (App app = start(release)) {
        String answer = app.get("http://orders/");
        if (algorithm.equals("Ed25519") && release < 15) {
          assertThat(answer).contains(key + " holds an Ed25519 key, which needs Java 15");
          assertThat(app.errors()).contains("which needs Java 15");
          continue;
        }
        assertThat(answer).isEqualTo(ROUTED);
        assertThat(endpoint.authorization()).startsWith("Bearer eyJ");
        String token = endpoint.authorization().substring("Bearer ".length());
        assertThat(
                verifies(
                    token,
                    algorithm.equals("EC")
                        ? "SHA256withECDSAinP1363Format"
                        : algorithm.equals("RSA") ? "SHA256withRSA" : "Ed25519"))
            .isTrue();
        assertThat(app.get("http://" + endpoint.address() + "/")).startsWith("200 a");
        assertThat(endpoint.authorization()).as("an address is no service").isNull();
        assertThat(app.errors()).isEmpty();
        String status = Cli.run(release, "status", String.valueOf(app.pid())).out();
        assertThat(status)
            .contains("orders: token jwt signed with " + key + ", valid, ")
            .doesNotContain(token);
      }
    }
  }
}

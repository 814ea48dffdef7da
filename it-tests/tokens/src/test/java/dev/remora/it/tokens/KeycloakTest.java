package dev.remora.it.tokens;

import static dev.remora.it.tokens.Shop.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Keycloak; with {@code -Dkeycloak}, as it is a download of 176 MB. */
class KeycloakTest {
  private static final String SECRET = "correct-horse/battery=staple";

  @TempDir static Path shared;
  private static final ClientKeys KEYS = new ClientKeys();
  private static final JWK EC = ClientKeys.ec();
  private static Keycloak server;

  @TempDir Path folder;
  private final Set<String> tokens = new HashSet<>();
  private Shop shop;

  @BeforeAll
  static void startServer() throws Exception {
    KEYS.trust(EC);
    server = new Keycloak(shared, SECRET, KEYS.url());
    server.awaitStart();
  }

  @AfterAll
  static void stop() {
    server.close();
    KEYS.close();
  }

  @AfterEach
  void leavesNoSecretBehind() {
    String told = shop.told();
    shop.close();
    assertThat(told).doesNotContain(SECRET, "battery", "eyJ", "PRIVATE KEY");
  }

  private void open(String id, String... more) throws IOException {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("token.oauth2.issuer=" + server.issuer());
    settings.add("token.oauth2.client-id=" + id);
    shop = new Shop(folder, settings);
  }

  private static JWTClaimsSet claims(String token) throws Exception {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.RS256, new ImmutableJWKSet<>(JWKSet.parse(server.keys()))));
    return processor.process(token, null);
  }

  @Test
  void theSecretAsAPassword() throws Exception {
    open("basic", "token.oauth2.client-secret=" + SECRET, "token.oauth2.scope=email");
    JWTClaimsSet claims = claims(token(shop.call()));
    assertThat(claims.getIssuer()).isEqualTo(server.issuer());
    assertThat(claims.getStringClaim("azp")).isEqualTo("basic");
    assertThat(shop.status().leftNanos()).isBetween(290_000_000_000L, 300_000_000_000L);
  }

  @Test
  void theSecretInTheForm() throws Exception {
    open(
        "basic",
        "token.oauth2.client-secret=" + SECRET,
        "token.oauth2.auth-method=client_secret_post");
    assertThat(claims(token(shop.call())).getStringClaim("azp")).isEqualTo("basic");
  }

  @Test
  void aKey() throws Exception {
    Path file = ClientKeys.writePem(folder.resolve("key.pem"), EC);
    open("key", "token.oauth2.client-key=" + file);
    assertThat(claims(token(shop.call())).getStringClaim("azp")).isEqualTo("key");
  }

  @Test
  void theTokenOfTheRequestThatIsServed() throws Exception {
    open(
        "exchanger",
        "token.oauth2.client-secret=" + SECRET,
        "inbound.token=exchange",
        "token.oauth2.exchange=always");
    String answer = server.logIn("alice", "wonderland");
    String inbound =
        JsonParser.parseString(answer).getAsJsonObject().get("access_token").getAsString();
    JWTClaimsSet claims = claims(token(shop.serving(inbound)));
    assertThat(claims.getStringClaim("preferred_username")).isEqualTo("alice");
    assertThat(claims.getStringClaim("azp")).isEqualTo("exchanger");
  }

  @Test
  void tokensOfOneSecond() throws Exception {
    open("brief", "token.oauth2.client-secret=" + SECRET);
    tokens.add(token(shop.call()));
    long end = System.nanoTime() + 4_000_000_000L;
    while (System.nanoTime() < end) {
      tokens.add(token(shop.call()));
      Thread.sleep(5);
    }
    assertThat(tokens).hasSizeGreaterThanOrEqualTo(4);
    assertThat(shop.status().waits()).isBetween(1L, tokens.size() / 2L);
    assertThat(shop.log()).isEmpty();
  }

  @Test
  void aClientThatIsNotKnown() throws Exception {
    open("nobody", "token.oauth2.client-secret=not-" + SECRET);
    assertThat(shop.rejection())
        .startsWith(
            "Remora rejected the call to orders: no token: it answers with 401 invalid_client");
  }
}

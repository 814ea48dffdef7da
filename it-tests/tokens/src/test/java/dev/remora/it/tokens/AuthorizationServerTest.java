package dev.remora.it.tokens;

import static dev.remora.it.tokens.Shop.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Spring Authorization Server, over TLS. */
class AuthorizationServerTest {
  private static final String SECRET = "correct+horse/battery=staple%";

  @TempDir static Path shared;
  private static final ClientKeys KEYS = new ClientKeys();
  private static final JWK EC = ClientKeys.ec();
  private static final JWK RSA = ClientKeys.rsa("2026-11");
  private static AuthorizationServer server;

  @TempDir Path folder;
  private final Set<String> tokens = new HashSet<>();
  private Shop shop;

  @BeforeAll
  static void startServer() {
    KEYS.trust(EC, RSA);
    server = new AuthorizationServer(shared, SECRET, KEYS.url()).start();
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
    for (String token : tokens) {
      assertThat(told).doesNotContain(token);
    }
  }

  private static List<String> client(String id, String... more) {
    List<String> settings = new ArrayList<>();
    settings.add("token.oauth2.issuer=" + server.issuer());
    settings.add("token.oauth2.ca=" + server.ca());
    settings.add("token.oauth2.client-id=" + id);
    settings.addAll(List.of(more));
    return settings;
  }

  private static List<String> withSecret(String id, String... more) {
    List<String> settings = client(id, more);
    settings.add("token.oauth2.client-secret=" + SECRET + "-" + id);
    return settings;
  }

  private void open(List<String> settings) throws IOException {
    shop = new Shop(folder, settings);
  }

  /** What the server's own keys say is in a token. */
  private JWTClaimsSet claims(String token) throws Exception {
    tokens.add(token);
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.RS256, new ImmutableJWKSet<>(JWKSet.parse(server.get("/oauth2/jwks")))));
    return processor.process(token, null);
  }

  @Test
  void theSecretAsAPassword() throws Exception {
    open(
        withSecret(
            "basic",
            "token.oauth2.scope=orders.write,orders.read",
            "token.oauth2.audience=orders"));
    JWTClaimsSet claims = claims(token(shop.call()));
    assertThat(claims.getSubject()).isEqualTo("basic");
    assertThat(claims.getIssuer()).isEqualTo(server.issuer());
    assertThat(claims.getAudience()).containsExactly("orders");
    assertThat(claims.getStringListClaim("scope"))
        .containsExactlyInAnyOrder("orders.read", "orders.write");
    assertThat(shop.status().leftNanos()).isBetween(290_000_000_000L, 300_000_000_000L);
  }

  @Test
  void theSecretInTheForm() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), SECRET + "-post\n");
    open(
        client(
            "post",
            "token.oauth2.client-secret-file=" + file,
            "token.oauth2.auth-method=client_secret_post"));
    assertThat(claims(token(shop.call())).getSubject()).isEqualTo("post");
  }

  @Test
  void aKeyFromAPemFile() throws Exception {
    Path file = ClientKeys.writePem(folder.resolve("key.pem"), EC);
    open(client("key-es256", "token.oauth2.client-key=" + file));
    assertThat(claims(token(shop.call())).getSubject()).isEqualTo("key-es256");
  }

  @Test
  void aKeyFromAJwkFile() throws Exception {
    Path file = ClientKeys.writeJwk(folder.resolve("key.jwk"), RSA);
    open(client("key-rs256", "token.oauth2.client-key=" + file));
    assertThat(claims(token(shop.call())).getSubject()).isEqualTo("key-rs256");
  }

  @Test
  void withoutTheIssuersMetadata() throws Exception {
    open(
        List.of(
            "token.oauth2.token-endpoint=" + server.issuer() + "/oauth2/token",
            "token.oauth2.ca=" + server.ca(),
            "token.oauth2.client-id=basic",
            "token.oauth2.client-secret=" + SECRET + "-basic"));
    assertThat(claims(token(shop.call())).getSubject()).isEqualTo("basic");
  }

  @Test
  void aKeyThatIsRotated() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    JWK next = ClientKeys.ec();
    Path file = ClientKeys.writePem(folder.resolve("key.pem"), EC);
    open(client("key-es256", "token.oauth2.client-key=" + file));
    assertThat(claims(token(shop.call())).getSubject()).isEqualTo("key-es256");
    KEYS.trust(next);
    int before = KEYS.asked();
    ClientKeys.writePem(file, next);
    try {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                // Other scopes are another token, which has to be asked for.
                String scope = tries.incrementAndGet() % 2 == 0 ? "orders.read" : "orders.write";
                shop.reload(
                    client(
                        "key-es256",
                        "token.oauth2.client-key=" + file,
                        "token.oauth2.scope=" + scope));
                return shop.rejection() == null && KEYS.asked() > before;
              });
      assertThat(claims(token(shop.call())).getSubject()).isEqualTo("key-es256");
      assertThat(KEYS.asked()).as("the server knew the old key only").isEqualTo(before + 1);
    } finally {
      KEYS.trust(EC, RSA);
    }
  }

  @Test
  void theTokenOfTheRequestThatIsServed() throws Exception {
    open(
        withSecret(
            "exchanger",
            "inbound.token=exchange",
            "token.oauth2.exchange=always",
            "token.oauth2.audience=orders"));
    String alice = server.get("/log-in?user=alice");
    tokens.add(alice);
    JWTClaimsSet claims = claims(token(shop.serving(alice)));
    assertThat(claims.getSubject()).isEqualTo("alice");
    assertThat(claims.getAudience()).containsExactly("orders");
    assertThat(shop.status().issued()).isEqualTo(1);
    assertThat(claims(token(shop.serving(alice))).getSubject()).isEqualTo("alice");
    assertThat(shop.status().issued()).as("exchanged once").isEqualTo(1);
    String bob = server.get("/log-in?user=bob");
    assertThat(claims(token(shop.serving(bob))).getSubject()).isEqualTo("bob");
    assertThat(shop.serving(alice.substring(0, alice.length() - 5)).rejection())
        .isEqualTo(
            "Remora rejected the call to orders: no token: it answers with 400 invalid_grant");
    assertThat(shop.rejection()).endsWith("has none to exchange");
  }

  @Test
  void oneRequestForAllCallers() throws Exception {
    open(withSecret("basic"));
    int before = server.asked();
    List<String> got = new CopyOnWriteArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Thread caller = new Thread(() -> got.add(token(shop.call())));
      callers.add(caller);
      caller.start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    tokens.addAll(got);
    assertThat(got).hasSize(200);
    assertThat(tokens).hasSize(1);
    assertThat(server.asked() - before).isEqualTo(1);
  }

  /** Two seconds, of which the server's answer leaves one. */
  @Test
  void tokensOfOneSecond() throws Exception {
    open(withSecret("brief"));
    tokens.add(token(shop.call()));
    long end = System.nanoTime() + 5_000_000_000L;
    while (System.nanoTime() < end) {
      String token = token(shop.call());
      if (tokens.add(token)) {
        assertThat(claims(token).getSubject()).isEqualTo("brief");
      }
      Thread.sleep(5);
    }
    assertThat(tokens).hasSizeGreaterThanOrEqualTo(4);
    // A machine that is busy may take longer than half a token's life for a request.
    assertThat(shop.status().waits()).isBetween(1L, tokens.size() / 2L);
    assertThat(shop.log()).isEmpty();
  }

  @Test
  void aServerThatDiesAndComesBack() throws Exception {
    open(withSecret("brief"));
    tokens.add(token(shop.call()));
    server.kill();
    try {
      await().atMost(Duration.ofSeconds(10)).until(() -> shop.rejection() != null);
      assertThat(shop.rejection())
          .startsWith("Remora rejected the call to orders: no token: it can't be reached: ");
      long before = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        assertThat(shop.rejection()).isNotNull();
      }
      assertThat(System.nanoTime() - before).as("nobody waits").isLessThan(1_000_000_000L);
    } finally {
      server.start();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> shop.rejection() == null);
    tokens.add(token(shop.call()));
    assertThat(shop.log().lines().filter(line -> line.contains("no new tokens"))).hasSize(1);
    await().until(() -> shop.log().contains("tokens come again"));
  }

  @Test
  void aServerThatHangs() throws Exception {
    List<String> settings = withSecret("basic", "first-call-timeout=1s");
    server.pause();
    try {
      open(settings);
      long before = System.nanoTime();
      assertThat(shop.rejection())
          .isEqualTo("Remora rejected the call to orders: no token: none has come in time");
      assertThat(System.nanoTime() - before).isBetween(900_000_000L, 4_000_000_000L);
      before = System.nanoTime();
      assertThat(shop.rejection()).isNotNull();
      assertThat(System.nanoTime() - before).as("waited for once").isLessThan(500_000_000L);
    } finally {
      server.resume();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> shop.rejection() == null);
    tokens.add(token(shop.call()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "nobody"})
  void aClientThatIsNotKnown(String id) throws Exception {
    open(client(id, "token.oauth2.client-secret=not-" + SECRET));
    assertThat(shop.rejection())
        .isEqualTo(
            "Remora rejected the call to orders: no token: it answers with 401 invalid_client");
    String line =
        "remora: no new tokens, those there are stay in use until they expire: oauth2 client "
            + id
            + " at "
            + server.issuer()
            + ": it answers with 401 invalid_client\n";
    // It may come after the calls that waited know.
    await().untilAsserted(() -> assertThat(shop.log()).isEqualTo(line));
  }

  @Test
  void aScopeThatIsNotAllowed() throws Exception {
    open(withSecret("basic", "token.oauth2.scope=everything"));
    assertThat(shop.rejection())
        .startsWith(
            "Remora rejected the call to orders: no token: it answers with 400 invalid_scope");
  }

  @Test
  void aCertificateThatIsNotTrusted() throws Exception {
    int before = server.asked();
    open(
        List.of(
            "token.oauth2.issuer=" + server.issuer(),
            "token.oauth2.client-id=basic",
            "token.oauth2.client-secret=" + SECRET + "-basic"));
    assertThat(shop.rejection())
        .startsWith("Remora rejected the call to orders: no token: it can't be reached: ")
        .containsIgnoringCase("certif");
    assertThat(server.asked()).isEqualTo(before);
  }
}

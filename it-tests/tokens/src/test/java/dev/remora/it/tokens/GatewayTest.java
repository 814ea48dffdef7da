package dev.remora.it.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The gateway, which knows the issuer's URL, before Spring Authorization Server, over TLS. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayTest {
  private static final String SECRET = "correct+horse/battery=staple%";

  @TempDir static Path shared;
  private static AuthorizationServer server;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    server = new AuthorizationServer(shared, SECRET, "https://localhost/none").start();
    String issuer = "issuer: \"" + server.issuer() + "\", ca: " + server.ca();
    gateway =
        new Gateway(
            shared,
            ("authentication:\n  corp: {jwt: {" + issuer + ", audiences: [shop]}}\n")
                + ("  legacy: {introspection: {" + issuer + ", client-id: basic, cache: 0s,")
                + (" client-secret: \"" + SECRET + "-basic\"}}\n")
                + "routes:\n"
                + "  - {name: orders, match: {prefix: /orders}, to: orders,"
                + " authentication: {any-of: corp, scopes: [orders.read]}}\n"
                + "  - {name: legacy, match: {prefix: /legacy}, to: orders,"
                + " authentication: {any-of: legacy, scopes: [orders.read]}}\n");
  }

  @AfterAll
  static void stop() throws Exception {
    String log = gateway.log();
    gateway.close();
    server.close();
    assertThat(log).doesNotContain(SECRET, "battery", "eyJ");
  }

  private static String token(String audience, String scope) {
    String answer =
        server.post(
            "/oauth2/token",
            "basic",
            "grant_type=client_credentials&audience=" + audience + "&scope=" + scope);
    return JsonParser.parseString(answer).getAsJsonObject().get("access_token").getAsString();
  }

  @Test
  @Order(1)
  void tokensOfTheServerPass() throws Exception {
    String good = token("shop", "orders.read");
    assertThat(gateway.get("/legacy/1", good)).isEqualTo(200);
    assertThat(gateway.get("/orders/1", good)).isEqualTo(200);
    assertThat(gateway.get("/orders/1", token("other", "orders.read"))).isEqualTo(401);
    for (String path : new String[] {"/orders/1", "/legacy/1"}) {
      assertThat(gateway.get(path, token("shop", "orders.write"))).isEqualTo(403);
    }
    assertThat(gateway.get("/orders/1", null)).isEqualTo(401);
    String[] parts = good.split("\\.", -1);
    String other = token("shop", "orders.write").split("\\.", -1)[1];
    assertThat(gateway.get("/orders/1", parts[0] + "." + other + "." + parts[2])).isEqualTo(401);
  }

  @Test
  @Order(2)
  void aTokenThatIsRevokedPassesNoMore() throws Exception {
    String good = token("shop", "orders.read");
    assertThat(gateway.get("/legacy/1", good)).isEqualTo(200);
    server.post("/oauth2/revoke", "basic", "token=" + good);
    assertThat(gateway.get("/legacy/1", good)).isEqualTo(401);
    assertThat(gateway.get("/legacy/1", "made-up")).isEqualTo(401);
  }

  @Test
  @Order(3)
  void theServersDeathStopsIntrospectionAloneAndItsNewKeysAreFound() throws Exception {
    String before = token("shop", "orders.read");
    server.kill();
    assertThat(gateway.get("/orders/1", before)).isEqualTo(200);
    assertThat(gateway.get("/legacy/1", before)).isEqualTo(503);
    // It makes itself another key each time.
    server.start();
    String after = token("shop", "orders.read");
    await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(60))
        .until(() -> gateway.get("/orders/1", after) == 200);
    await().atMost(Duration.ofSeconds(20)).until(() -> gateway.get("/legacy/1", after) == 200);
  }
}

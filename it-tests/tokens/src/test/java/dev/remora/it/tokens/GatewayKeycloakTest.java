package dev.remora.it.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway before Keycloak; with {@code -Dkeycloak}, as it is a download of 176 MB. */
class GatewayKeycloakTest {
  private static final String SECRET = "correct-horse/battery=staple";

  @TempDir static Path shared;
  private static Keycloak server;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    server = new Keycloak(shared, SECRET, "https://localhost/none");
    server.awaitStart();
    String issuer = "issuer: \"" + server.issuer() + "\", allow-http: true";
    gateway =
        new Gateway(
            shared,
            ("authentication:\n  corp: {jwt: {" + issuer + ", audiences: [exchanger]}}\n")
                + ("  legacy: {introspection: {" + issuer + ", client-id: exchanger,")
                + (" client-secret: \"" + SECRET + "\", cache: 0s}}\n")
                + "routes:\n"
                + "  - {name: orders, match: {prefix: /orders}, to: orders, authentication:"
                + " {any-of: corp, scopes: [email], claims: {preferred_username: alice}}}\n"
                + "  - {name: admin, match: {prefix: /admin}, to: orders, authentication:"
                + " {any-of: corp, claims: {realm_access.roles: {contains: admin}}}}\n"
                + "  - {name: legacy, match: {prefix: /legacy}, to: orders,"
                + " authentication: {any-of: legacy, claims: {preferred_username: alice}}}\n");
  }

  @AfterAll
  static void stop() throws Exception {
    String log = gateway.log();
    gateway.close();
    server.close();
    assertThat(log).doesNotContain(SECRET, "battery", "eyJ");
  }

  private static String token() throws Exception {
    return JsonParser.parseString(server.logIn("alice", "wonderland"))
        .getAsJsonObject()
        .get("access_token")
        .getAsString();
  }

  @Test
  void aliceComesInAndStaysInWhileKeycloakIsDown() throws Exception {
    String first = token();
    assertThat(gateway.get("/orders/1", first)).isEqualTo(200);
    assertThat(gateway.get("/admin/1", first)).isEqualTo(403);
    assertThat(gateway.get("/legacy/1", first)).isEqualTo(200);
    assertThat(gateway.get("/legacy/1", "made-up")).isEqualTo(401);
    String second = token();
    server.close();
    assertThat(gateway.get("/orders/1", second)).isEqualTo(200);
    assertThat(gateway.get("/legacy/1", second)).isEqualTo(503);
  }
}

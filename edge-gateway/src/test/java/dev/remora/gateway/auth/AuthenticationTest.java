package dev.remora.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets through a route, and what the service sees of it. */
class AuthenticationTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final Forge KEY = Forge.rsa("k1");

  @TempDir Path folder;
  private ScriptedOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("jwks.json"), Forge.jwks(KEY));
    origin = ScriptedOrigin.answering(OK);
  }

  @AfterEach
  void close() {
    gateway.close();
    origin.close();
  }

  private void start(String route) {
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                "authentication:\n"
                    + "  corp: {jwt: {issuer: https://idp.example, audiences: [shop], jwks-file: "
                    + folder.resolve("jwks.json")
                    + "}}\n"
                    + "routes: [{name: orders, to: orders, authentication: "
                    + route
                    + "}]\n");
  }

  private static String claims(String more) {
    return "{\"iss\":\"https://idp.example\",\"aud\":\"shop\",\"sub\":\"alice\",\"exp\":"
        + (System.currentTimeMillis() / 1000 + 60)
        + more
        + "}";
  }

  private String get(String headers) {
    return RawClient.exchange(
        gateway.port(), "GET /v1 HTTP/1.1\r\nHost: shop\r\n" + headers + "\r\n");
  }

  private String getWith(String token) {
    return get("Authorization: Bearer " + token + "\r\n");
  }

  @Test
  void aGoodTokenPassesAndStaysHere() {
    start("corp");
    String token = KEY.token(claims(""));
    assertThat(getWith(token)).startsWith("HTTP/1.1 200 ");
    assertThat(getWith(token)).startsWith("HTTP/1.1 200 ");
    assertThat(origin.seen()).contains("GET /v1").doesNotContainIgnoringCase("authorization");
  }

  @Test
  void aTokenGoesOnWhereThatIsAskedFor() {
    start("{any-of: corp, forward: true}");
    String token = KEY.token(claims(""));
    assertThat(getWith(token)).startsWith("HTTP/1.1 200 ");
    assertThat(origin.seen()).containsIgnoringCase("authorization: Bearer " + token);
  }

  @Test
  void withoutATokenTheClientIsAskedForOne() {
    start("corp");
    assertThat(get(""))
        .startsWith("HTTP/1.1 401 ")
        .containsIgnoringCase("\r\nwww-authenticate: Bearer realm=\"remora\"\r\n")
        .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
        .contains("\"code\":\"unauthenticated\"");
    assertThat(get("Authorization: Basic YTpi\r\n")).startsWith("HTTP/1.1 401 ");
    assertThat(origin.seen()).isEmpty();
  }

  @Test
  void aBadTokenIsRefusedInTheSameWordsWhateverIsWrong() {
    start("{any-of: corp, optional: true}");
    String expired = KEY.token(claims("").replaceAll("\"exp\":[0-9]+", "\"exp\":1000"));
    String foreign = Forge.rsa("k1").token(claims(""));
    for (String token : new String[] {expired, foreign, "x", "a.b.c", ""}) {
      String reply = getWith(token);
      assertThat(reply)
          .startsWith("HTTP/1.1 401 ")
          .contains("Bearer realm=\"remora\", error=\"invalid_token\"")
          .contains("\"detail\":\"The credential is not accepted.\"");
    }
    assertThat(origin.seen()).isEmpty();
  }

  @Test
  void optionalLetsThoseWithoutATokenPass() {
    start("{any-of: corp, optional: true}");
    assertThat(get("")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void twoTokensAreOneTooMany() {
    start("corp");
    String line = "Authorization: Bearer " + KEY.token(claims("")) + "\r\n";
    assertThat(get(line + line)).startsWith("HTTP/1.1 400 ").contains("error=\"invalid_request\"");
    assertThat(origin.seen()).isEmpty();
  }

  @Test
  void scopesAreAllNeeded() {
    start("{any-of: corp, scopes: [orders.read, orders.write]}");
    assertThat(getWith(KEY.token(claims(",\"scope\":\"orders.read openid orders.write\""))))
        .startsWith("HTTP/1.1 200 ");
    assertThat(getWith(KEY.token(claims(",\"scp\":[\"orders.write\",\"orders.read\"]"))))
        .startsWith("HTTP/1.1 200 ");
    assertThat(getWith(KEY.token(claims(",\"scope\":\"orders.read\""))))
        .startsWith("HTTP/1.1 403 ")
        .contains("error=\"insufficient_scope\", scope=\"orders.read orders.write\"")
        .contains("\"code\":\"insufficient-scope\"");
  }

  @Test
  void claimsMustHold() {
    start(
        "{any-of: corp, claims: {department: sales, level: [3, 4], groups: {contains: [a, b]},"
            + " realm.roles: {contains-any: [x, y]}}}");
    String good =
        ",\"department\":\"sales\",\"level\":4,\"groups\":[\"b\",\"c\",\"a\"],"
            + "\"realm\":{\"roles\":\"z y\"}";
    assertThat(getWith(KEY.token(claims(good)))).startsWith("HTTP/1.1 200 ");
    for (String[] change :
        new String[][] {
          {"sales", "it"}, {"4", "5"}, {",\"a\"", ""}, {"z y", "z"}, {"roles", "rules"}
        }) {
      assertThat(getWith(KEY.token(claims(good.replace(change[0], change[1])))))
          .startsWith("HTTP/1.1 403 ")
          .contains("\"code\":\"forbidden\"");
    }
  }

  @Test
  void whatHoldsByDefaultCanBeTakenBack() {
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                "authentication:\n"
                    + "  corp: {jwt: {issuer: https://idp.example, audiences: [shop], jwks-file: "
                    + folder.resolve("jwks.json")
                    + "}}\n"
                    + "defaults: {authentication: corp}\n"
                    + "expose: [orders]\n"
                    + "routes:\n"
                    + "  - {name: closed, match: {path: /v1}, to: orders}\n"
                    + "  - {name: open, match: {path: /open}, to: orders, authentication: none}\n");
    assertThat(get("")).startsWith("HTTP/1.1 401 ");
    for (String[] expected : new String[][] {{"/orders/x", "401"}, {"/open", "200"}}) {
      assertThat(
              RawClient.exchange(
                  gateway.port(), "GET " + expected[0] + " HTTP/1.1\r\nHost: shop\r\n\r\n"))
          .startsWith("HTTP/1.1 " + expected[1]);
    }
  }
}

package dev.remora.gateway.auth.introspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.testing.ScriptedServer;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that a server is asked about which can be made to answer anything, or nothing. */
class IntrospectionTest {
  private static final String SECRET = "correct+horse";

  private final ScriptedOrigin origin =
      ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  private volatile String answer = "{\"active\":true,\"sub\":\"alice\",\"scope\":\"a b\"}";
  private volatile int status = 200;
  private volatile long delayMillis;
  private final ScriptedServer server =
      new ScriptedServer(
          (request, out) -> {
            Thread.sleep(delayMillis);
            out.write(ScriptedServer.answer(status, "", answer));
            return true;
          });
  private TestGateway gateway;

  @AfterEach
  void close() {
    String log = gateway.log();
    gateway.close();
    server.close();
    origin.close();
    assertThat(log).doesNotContain(SECRET).doesNotContain("opaque");
  }

  private void start(String more, String route) {
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                "authentication: {legacy: {introspection: {endpoint: \"http://127.0.0.1:"
                    + server.port()
                    + "/introspect\", allow-http: true, client-id: gateway, client-secret: "
                    + SECRET
                    + more
                    + "}}}\nroutes: [{name: orders, to: orders, authentication: "
                    + route
                    + "}]\n");
  }

  private static String request(String token) {
    return "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
        + token
        + "\r\n\r\n";
  }

  private String getWith(String token) {
    return RawClient.exchange(gateway.port(), request(token));
  }

  @Test
  void asksOnceAndPassesTheScopes() {
    start("", "{any-of: legacy, scopes: [a, b], claims: {sub: alice}}");
    for (int i = 0; i < 3; i++) {
      assertThat(getWith("opaque-1")).startsWith("HTTP/1.1 200 ");
    }
    assertThat(server.received()).hasSize(1);
    assertThat(server.received().get(0))
        .startsWith("POST /introspect")
        .contains("token=opaque-1&token_type_hint=access_token")
        .contains("Basic Z2F0ZXdheTpjb3JyZWN0JTJCaG9yc2U=");
    assertThat(origin.seen()).doesNotContainIgnoringCase("authorization");
  }

  @Test
  void asksOnceForAllThatComeAtOnce() {
    delayMillis = 500;
    start("", "legacy");
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RawClient client = new RawClient(gateway.port());
      client.send(request("opaque-1"));
      clients.add(client);
    }
    for (RawClient client : clients) {
      assertThat(client.readUntil("hi")).startsWith("HTTP/1.1 200 ");
      client.close();
    }
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"active\":false}",
        "{\"active\":false,\"sub\":\"alice\"}",
        "{\"active\":true}",
        "{\"active\":true,\"sub\":\"alice\",\"exp\":1000}",
        "{\"active\":true,\"sub\":\"alice\",\"exp\":\"soon\"}",
        "{\"active\":true,\"sub\":\"alice\",\"nbf\":9999999999}",
        "{\"active\":true,\"sub\":\"alice\",\"aud\":\"other\"}",
        "{\"active\":true,\"sub\":\"alice\",\"aud\":7}",
      })
  void answersThatLetNobodyPass(String refusing) {
    answer = refusing;
    start(", audiences: [shop]", "legacy");
    for (int i = 0; i < 3; i++) {
      assertThat(getWith("opaque-1"))
          .startsWith("HTTP/1.1 401 ")
          .contains("error=\"invalid_token\"");
    }
    assertThat(server.requests()).hasSize(1);
    assertThat(origin.seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"active\":\"true\"}",
        "{\"active\":1}",
        "{\"active\":true,\"active\":true}"
      })
  void answersThatAreNone(String none) {
    answer = none;
    start("", "{any-of: legacy, optional: true}");
    assertThat(getWith("opaque-1"))
        .startsWith("HTTP/1.1 503 ")
        .contains("\"code\":\"authentication-unavailable\"");
    assertThat(origin.seen()).isEmpty();
  }

  @Test
  void aServerThatFailsIsLeftAloneAndComesBack() {
    status = 500;
    start("", "legacy");
    for (int i = 0; i < 10; i++) {
      assertThat(getWith("opaque-" + i)).startsWith("HTTP/1.1 503 ");
    }
    assertThat(server.requests().size()).isLessThan(5);
    assertThat(gateway.log()).containsOnlyOnce("tokens can't be judged");
    status = 200;
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> getWith("opaque-1").startsWith("HTTP/1.1 200 "));
    assertThat(gateway.log()).contains("tokens are judged again");
  }

  @Test
  void whatIsKnownCountsForAWhileAndNoLonger() {
    start(", cache: 1s", "legacy");
    assertThat(getWith("opaque-1")).startsWith("HTTP/1.1 200 ");
    answer = "{\"active\":false}";
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> getWith("opaque-1").startsWith("HTTP/1.1 401 "));
  }

  @Test
  void aServerThatIsSilentDoesNotHoldRequestsForLong() {
    delayMillis = 20_000;
    start("", "legacy");
    long began = System.nanoTime();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request("opaque-1"));
      assertThat(client.readUntil("}")).startsWith("HTTP/1.1 503 ");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void whatIsNoTokenIsNotAskedAbout() {
    start("", "legacy");
    for (String token : new String[] {"a b", "\"x\"", "{}", "é"}) {
      assertThat(getWith(token)).startsWith("HTTP/1.1 401 ");
    }
    assertThat(server.requests()).isEmpty();
  }
}

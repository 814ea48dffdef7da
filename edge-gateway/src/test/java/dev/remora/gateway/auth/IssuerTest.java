package dev.remora.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that knows of an issuer no more than its URL. */
class IssuerTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final Forge RSA = Forge.rsa("rsa");
  private static final Forge EC = Forge.ec("ec");
  private static final Forge ED25519 = Forge.ed25519("ed");

  private final ScriptedOrigin origin = ScriptedOrigin.answering(OK);
  private final TestIssuer issuer = new TestIssuer("/realms/shop", RSA, EC, ED25519);
  private TestGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
    issuer.close();
    origin.close();
  }

  private String settings(String more) {
    return "authentication:\n"
        + "  corp: {jwt: {issuer: \""
        + issuer.url()
        + "\", audiences: [shop], allow-http: true"
        + more
        + "}}\n"
        + "routes: [{name: orders, to: orders, authentication: corp}]\n";
  }

  private void start() {
    gateway = TestGateway.over("orders", origin.port()).start(settings(""));
  }

  private String claims(String more) {
    return "{\"iss\":\""
        + issuer.url()
        + "\",\"aud\":\"shop\",\"sub\":\"alice\",\"exp\":"
        + (System.currentTimeMillis() / 1000 + 60)
        + more
        + "}";
  }

  private static String request(String token) {
    return "GET /v1 HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nAuthorization: Bearer "
        + token
        + "\r\n\r\n";
  }

  private String getWith(String token) {
    return RawClient.exchange(gateway.port(), request(token));
  }

  @Test
  void acceptsTokensOfEachKindOfKey() {
    start();
    for (Forge key : List.of(RSA, EC, ED25519)) {
      assertThat(getWith(key.token(claims("")))).startsWith("HTTP/1.1 200 ");
      assertThat(getWith(key.token(claims(",\"aud\":\"x\"").replace("\"aud\":\"shop\",", ""))))
          .startsWith("HTTP/1.1 401 ");
    }
    assertThat(issuer.fetches()).isEqualTo(1);
  }

  @Test
  void requestsWaitForTheFirstKeysAndNothingElseDoes() {
    issuer.delay(700);
    start();
    List<RawClient> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RawClient client = new RawClient(gateway.port());
      client.send(request(RSA.token(claims(",\"n\":" + i))));
      waiting.add(client);
    }
    long began = System.nanoTime();
    assertThat(
            RawClient.exchange(
                gateway.port(), "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 401 ");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(600));
    for (RawClient client : waiting) {
      assertThat(client.readUntil("hi")).startsWith("HTTP/1.1 200 ");
      client.close();
    }
    assertThat(issuer.fetches()).isEqualTo(1);
  }

  @Test
  void withoutAnyKeyTheGatewayIsNotAvailable() {
    issuer.status(500);
    start();
    assertThat(getWith(RSA.token(claims(""))))
        .startsWith("HTTP/1.1 503 ")
        .contains("\"code\":\"authentication-unavailable\"")
        .containsIgnoringCase("\r\nretry-after: ")
        .doesNotContain("127.0.0.1:");
    assertThat(origin.seen()).isEmpty();
    issuer.status(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> getWith(RSA.token(claims(""))).startsWith("HTTP/1.1 200 "));
  }

  @Test
  void aFloodOfUnknownKeysCostsOneRequestToTheIssuer() throws Exception {
    start();
    assertThat(getWith(RSA.token(claims("")))).startsWith("HTTP/1.1 200 ");
    long began = System.nanoTime();
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i < 2000; i++) {
      String token =
          Forge.base64("{\"alg\":\"RS256\",\"kid\":\"" + i + "\"}")
              + "."
              + Forge.base64(claims(""))
              + ".AAAA";
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1"))
              .header("Authorization", "Bearer " + token)
              .build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    }
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    assertThat(issuer.fetches()).isLessThanOrEqualTo(2 + seconds / 30);
    assertThat(getWith(RSA.token(claims(",\"n\":2")))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whatIsKnownOutlivesAReloadAndTheIssuer() {
    start();
    assertThat(getWith(RSA.token(claims("")))).startsWith("HTTP/1.1 200 ");
    issuer.close();
    gateway.reload(settings("") + "trusted-proxies: [192.0.2.1]\n");
    assertThat(getWith(RSA.token(claims(",\"n\":1")))).startsWith("HTTP/1.1 200 ");
    gateway.reload(settings(", algorithms: [ES256]"));
    assertThat(getWith(RSA.token(claims(",\"n\":2")))).startsWith("HTTP/1.1 401 ");
  }
}

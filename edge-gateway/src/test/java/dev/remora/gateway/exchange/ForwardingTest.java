package dev.remora.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an origin is told of the client and of the connection, and what a client of the origin. */
class ForwardingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String TRUSTING =
      "expose: [orders]\ntrusted-proxies: [127.0.0.1, 10.0.0.0/8]";

  private static final Map<String, TestGateway> GATEWAYS = new HashMap<>();
  private static ScriptedOrigin origin;

  @BeforeAll
  static void start() {
    origin = ScriptedOrigin.answering(OK);
  }

  @AfterAll
  static void stop() {
    GATEWAYS.values().forEach(TestGateway::close);
    GATEWAYS.clear();
    origin.close();
  }

  private static TestGateway gateway(String yaml) {
    return GATEWAYS.computeIfAbsent(
        yaml, key -> TestGateway.over("orders", origin.port()).start(yaml));
  }

  /** What the origin sees of a request with these headers, in small letters. */
  private static String seen(String yaml, String line, String headers) {
    int before = origin.mark();
    try (RawClient client = new RawClient(gateway(yaml).port())) {
      client.send(line + " HTTP/1.1\r\nHost: shop:8080\r\n" + headers + "\r\n");
      assertThat(client.readUntil("hi")).startsWith("HTTP/1.1 200 OK\r\n");
      return origin.since(before).toLowerCase(Locale.ROOT);
    }
  }

  private static String seen(String yaml, String headers) {
    return seen(yaml, "GET /orders/", headers);
  }

  private static List<String> values(String head, String name) {
    List<String> values = new ArrayList<>();
    for (String line : head.split("\r\n", -1)) {
      if (line.startsWith(name + ": ")) {
        values.add(line.substring(name.length() + 2));
      }
    }
    return values;
  }

  @Test
  void aClientIsDescribedByTheGateway() {
    String head = seen("expose: [orders]", "");
    assertThat(values(head, "x-forwarded-for")).containsExactly("127.0.0.1");
    assertThat(values(head, "x-real-ip")).containsExactly("127.0.0.1");
    assertThat(values(head, "x-forwarded-proto")).containsExactly("http");
    assertThat(values(head, "x-forwarded-host")).containsExactly("shop:8080");
    assertThat(values(head, "x-forwarded-port")).containsExactly("8080");
    assertThat(values(head, "via")).containsExactly("1.1 remora");
    assertThat(values(head, "x-request-id")).hasSize(1);
    assertThat(values(head, "host")).containsExactly("shop:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For",
        "x-forwarded-for",
        "X_Forwarded_For",
        "X-Forwarded_For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Forwarded-Prefix",
        "X-Forwarded-User",
        "X_FORWARDED_USER",
        "X-Forwarded-Client-Cert",
        "X-Forwarded",
        "Forwarded",
        "FORWARDED",
        "X-Real-IP",
        "X_Real_IP",
        "True-Client-IP",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "CF-Connecting-IP",
        "Fastly-Client-IP",
        "Client-Cert",
        "X-Original-URL",
        "X_Original_URL",
        "X-Rewrite-URL"
      })
  void aClientMayNotDescribeItself(String name) {
    assertThat(seen("expose: [orders]", name + ": 6.6.6.6\r\n")).doesNotContain("6.6.6.6");
  }

  static Stream<Arguments> chains() {
    return Stream.of(
        arguments("X-Forwarded-For: 1.1.1.1\r\n", "1.1.1.1", "1.1.1.1, 127.0.0.1"),
        arguments("X-Forwarded-For: 6.6.6.6, 1.1.1.1\r\n", "1.1.1.1", "1.1.1.1, 127.0.0.1"),
        arguments(
            "X-Forwarded-For: 1.1.1.1, 10.0.0.1\r\n", "1.1.1.1", "1.1.1.1, 10.0.0.1, 127.0.0.1"),
        arguments(
            "X-Forwarded-For: 6.6.6.6, 1.1.1.1,10.0.0.1\r\n",
            "1.1.1.1",
            "1.1.1.1, 10.0.0.1, 127.0.0.1"),
        arguments(
            "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 1.1.1.1\r\n",
            "1.1.1.1",
            "1.1.1.1, 127.0.0.1"),
        arguments(
            "X-Forwarded-For: 10.0.0.2, 10.0.0.1\r\n", "10.0.0.2", "10.0.0.2, 10.0.0.1, 127.0.0.1"),
        arguments("X-Forwarded-For: 6.6.6.6, nonsense\r\n", "127.0.0.1", "127.0.0.1"),
        arguments("X-Forwarded-For: 6.6.6.6, \r\n", "127.0.0.1", "127.0.0.1"),
        arguments("X-Forwarded-For: unknown, 10.0.0.1\r\n", "10.0.0.1", "10.0.0.1, 127.0.0.1"),
        arguments("X-Forwarded-For: 2001:db8::1\r\n", "2001:db8::1", "2001:db8::1, 127.0.0.1"),
        arguments("X_Forwarded_For: 6.6.6.6\r\n", "127.0.0.1", "127.0.0.1"),
        arguments("Forwarded: for=1.1.1.1\r\n", "1.1.1.1", "1.1.1.1, 127.0.0.1"),
        arguments(
            "Forwarded: for=6.6.6.6, for=\"1.1.1.1:80\";proto=http\r\n",
            "1.1.1.1",
            "1.1.1.1, 127.0.0.1"),
        arguments(
            "Forwarded: for=\"[2001:db8::1]:4711\"\r\n", "2001:db8::1", "2001:db8::1, 127.0.0.1"),
        arguments("Forwarded: For=\"a,b\", for=_hidden\r\n", "127.0.0.1", "127.0.0.1"),
        arguments(
            "Forwarded: for=6.6.6.6\r\nX-Forwarded-For: 1.1.1.1\r\n",
            "1.1.1.1",
            "1.1.1.1, 127.0.0.1"),
        arguments("X-Real-IP: 6.6.6.6\r\n", "127.0.0.1", "127.0.0.1"));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void aTrustedProxyTellsOfItsClient(String headers, String address, String chain) {
    String head = seen(TRUSTING, headers);
    assertThat(values(head, "x-real-ip")).containsExactly(address);
    assertThat(values(head, "x-forwarded-for")).containsExactly(chain);
    assertThat(head).doesNotContain("6.6.6.6", "\r\nforwarded:", "x_forwarded");
  }

  @Test
  void aTrustedProxyTellsHowItWasCalled() {
    String head =
        seen(
            TRUSTING,
            String.join(
                "\r\n",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: www.example:444",
                "X-Forwarded-Port: 444",
                "X-Forwarded-Prefix: /a",
                "X-Request-Id: abc-123",
                ""));
    assertThat(values(head, "x-forwarded-proto")).containsExactly("https");
    assertThat(values(head, "x-forwarded-host")).containsExactly("www.example:444");
    assertThat(values(head, "x-forwarded-port")).containsExactly("444");
    assertThat(values(head, "x-forwarded-prefix")).containsExactly("/a/orders");
    assertThat(values(head, "x-request-id")).containsExactly("abc-123");
  }

  @Test
  void whatATrustedProxyTellsMustMakeSense() {
    String head =
        seen(
            TRUSTING,
            "X-Forwarded-Proto: gopher\r\nX-Forwarded-Host: a b\r\nX-Forwarded-Port: 99999\r\n");
    assertThat(values(head, "x-forwarded-proto")).containsExactly("http");
    assertThat(values(head, "x-forwarded-host")).containsExactly("shop:8080");
    assertThat(values(head, "x-forwarded-port")).containsExactly("8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: X-Gone\r\nX-Gone: 1",
        "Connection: keep-alive, x-gone ,X-Other\r\nX-Gone: 1\r\nX-Other: 1",
        "Connection: X-Gone\r\nConnection: X-Other\r\nX-Gone: 1\r\nX-Other: 2",
        "Keep-Alive: gone",
        "Proxy-Connection: gone",
        "Proxy-Authorization: gone",
        "Proxy-Authenticate: gone",
        "Proxy: gone",
        "Proxy-Authentication-Info: gone",
        "TE: gone",
        "Upgrade: gone",
        "HTTP2-Settings: gone",
        "Trailer: x-gone",
        "Connection: Upgrade\r\nUpgrade: gone",
        "Connection: TE\r\nTE: gone"
      })
  void whatIsOfTheConnectionStaysOnIt(String headers) {
    assertThat(seen("expose: [orders]", headers + "\r\n"))
        .doesNotContain("gone", "x-other", "\r\nconnection:", "\r\nte:", "\r\ntrailer:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length",
        "Host",
        "Transfer-Encoding",
        "Authorization",
        "Cookie",
        "Via",
        "X-Forwarded-For",
        "X-Real-IP"
      })
  void whatIsNeededCannotBeTakenAway(String name) {
    String head =
        seen(
            "expose: [orders]",
            "POST /orders/",
            "Connection: "
                + name
                + "\r\nAuthorization: a\r\nCookie: b\r\nContent-Length: 5\r\n\r\nhello");
    assertThat(head).contains("\r\nhost: ", "\r\nauthorization: a\r\n", "\r\ncookie: b\r\n");
    assertThat(head).contains("\r\ncontent-length: 5\r\n", "\r\nvia: ", "\r\nx-forwarded-for: ");
    assertThat(head).contains("\r\nx-real-ip: ", "\r\n\r\nhello");
  }

  @Test
  void trailersAreAnnouncedWhereTheClientTakesThem() {
    assertThat(seen("expose: [orders]", "Connection: TE\r\nTE: gzip, Trailers;q=1\r\n"))
        .doesNotContain("\r\nte:");
    assertThat(seen("expose: [orders]", "Connection: TE\r\nTE: gzip, trailers\r\n"))
        .contains("\r\nte: trailers\r\n");
  }

  @Test
  void anEarlierViaStays() {
    String head = seen("expose: [orders]", "Via: 1.0 fred, 1.1 p.example.net\r\n");
    assertThat(values(head, "via")).containsExactly("1.0 fred, 1.1 p.example.net", "1.1 remora");
  }

  @Test
  void requestsDoNotGoRoundInCircles() {
    int before = origin.mark();
    String reply =
        RawClient.exchange(
            gateway("expose: [orders]").port(),
            "GET /orders/ HTTP/1.1\r\nHost: shop\r\nVia: "
                + "1.1 remora,".repeat(16)
                + "1.1 a\r\n\r\n");
    assertThat(reply).startsWith("HTTP/1.1 508 ");
    assertThat(origin.since(before)).isEmpty();
  }

  @Test
  void maxForwardsOfOptionsIsCountedDown() {
    assertThat(
            values(
                seen("expose: [orders]", "OPTIONS /orders/", "Max-Forwards: 3\r\n"),
                "max-forwards"))
        .containsExactly("2");
    assertThat(
            values(seen("expose: [orders]", "GET /orders/", "Max-Forwards: 3\r\n"), "max-forwards"))
        .containsExactly("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"OPTIONS /orders/ HTTP/1.1\r\nMax-Forwards: 0", "OPTIONS * HTTP/1.1\r\nX-A: b"})
  void optionsForTheGatewayAreAnsweredByIt(String request) {
    int before = origin.mark();
    String reply =
        RawClient.exchange(gateway("expose: [orders]").port(), request + "\r\nHost: shop\r\n\r\n");
    assertThat(reply).startsWith("HTTP/1.1 204 ").containsIgnoringCase("\r\nallow: GET, ");
    assertThat(reply).doesNotContainIgnoringCase("content-length").endsWith("\r\n\r\n");
    assertThat(origin.since(before)).isEmpty();
  }

  @Test
  void traceAndConnectAreNotForwarded() {
    int before = origin.mark();
    for (String line : List.of("TRACE /orders/", "CONNECT shop:443", "CONNECT /orders/")) {
      String reply =
          RawClient.exchange(
              gateway("expose: [orders]").port(),
              line + " HTTP/1.1\r\nHost: shop\r\nCookie: secret\r\n\r\n");
      assertThat(reply).as(line).startsWith("HTTP/1.1 501 ").doesNotContain("secret");
    }
    assertThat(origin.since(before)).isEmpty();
  }

  @Test
  void whatIsOfTheOriginsConnectionStaysOnIt() {
    String response =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-Gone, keep-alive\r\nX-Gone: 1\r\n"
            + "Keep-Alive: timeout=9\r\nProxy-Authenticate: a\r\nUpgrade: h2c\r\nVia: 1.1 inner\r\nX-Stays: 1\r\n\r\nhi";
    try (ScriptedOrigin other = ScriptedOrigin.answering(response);
        TestGateway gateway = TestGateway.over("orders", other.port()).start("expose: [orders]")) {
      String reply =
          RawClient.exchange(gateway.port(), "GET /orders/ HTTP/1.1\r\nHost: a\r\n\r\n")
              .toLowerCase(Locale.ROOT);
      assertThat(reply)
          .startsWith("http/1.1 200 ok\r\n")
          .endsWith("hi")
          .contains("\r\nx-stays: 1\r\n");
      assertThat(reply)
          .doesNotContain(
              "x-gone", "\r\nconnection:", "keep-alive", "proxy-authenticate", "upgrade");
      assertThat(values(reply, "via")).containsExactly("1.1 inner", "1.1 remora");
    }
  }
}

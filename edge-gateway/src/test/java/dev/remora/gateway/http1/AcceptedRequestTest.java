package dev.remora.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are right, if unusual: each is forwarded, in one plain form. */
class AcceptedRequestTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String HOST = "Host: shop\r\n";

  private static final String POST =
      "POST /orders/a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";

  private static ScriptedOrigin origin;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    origin = ScriptedOrigin.answering(OK);
    gateway = TestGateway.over("orders", origin.port()).start("expose: [orders]");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    origin.close();
  }

  private static Arguments get(String name, String request, String... seen) {
    return arguments(name, request, seen);
  }

  private static Arguments chunked(String name, String body, String... seen) {
    return arguments(
        name,
        "POST /orders/ HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body,
        seen);
  }

  static Stream<Arguments> requests() {
    String get = "GET /orders/a HTTP/1.1\r\n";
    return Stream.of(
        get("plain", get + HOST + "\r\n", "GET /a HTTP/1.1\r\n", "host: shop\r\n"),
        get("empty line in front", "\r\n" + get + HOST + "\r\n", "GET /a HTTP/1.1\r\n"),
        get("HTTP/1.0", "GET /orders/a HTTP/1.0\r\n" + HOST + "\r\n", "GET /a HTTP/1.1\r\n"),
        get(
            "absolute form",
            "GET http://shop/orders/a?b HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /a?b HTTP/1.1\r\n",
            "host: shop\r\n"),
        get(
            "absolute form, other letters",
            "GET HTTP://SHOP/orders/a HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /a HTTP/1.1\r\n"),
        get(
            "absolute form of HTTP/1.0",
            "GET http://shop/orders/a HTTP/1.0\r\n\r\n",
            "GET /a HTTP/1.1\r\n",
            "host: shop\r\n"),
        get(
            "absolute form with a port",
            "GET http://shop:8080/orders/a HTTP/1.1\r\nHost: shop:8080\r\n\r\n",
            "host: shop:8080\r\n"),
        get("no space after the colon", get + "Host:shop\r\nX-A:b\r\n\r\n", "x-a: b\r\n"),
        get("space around values", get + HOST + "X-A: \t b c \t\r\n\r\n", "x-a: b c\r\n"),
        get("empty value", get + HOST + "X-A:\r\n\r\n", "x-a: \r\n"),
        get(
            "all of a name's characters",
            get + HOST + "!#$%&'*+-.^_`|~09azAZ: b\r\n\r\n",
            "!#$%&'*+-.^_`|~09azaz: b\r\n"),
        get(
            "octets above ASCII",
            get + HOST + "X-A: \u00e9\u00ff\u0080\r\n\r\n",
            "x-a: \u00e9\u00ff\u0080\r\n"),
        get("tab inside a value", get + HOST + "X-A: b\tc\r\n\r\n", "x-a: b\tc\r\n"),
        get("header twice", get + HOST + "X-A: b\r\nX-A: c\r\n\r\n", "x-a: b\r\n", "x-a: c\r\n"),
        get("names in capitals", get + "HOST: shop\r\nX-A: b\r\n\r\n", "host: shop\r\n"),
        get("host with a port", get + "Host: shop:8080\r\n\r\n", "host: shop:8080\r\n"),
        get("IPv4 host", get + "Host: 192.0.2.1\r\n\r\n", "host: 192.0.2.1\r\n"),
        get("IPv6 host", get + "Host: [2001:db8::1]:8080\r\n\r\n", "host: [2001:db8::1]:8080\r\n"),
        get("host with an underscore", get + "Host: my_shop\r\n\r\n", "host: my_shop\r\n"),
        get(
            "host with a point at its end",
            get + "Host: shop.example.\r\n\r\n",
            "host: shop.example.\r\n"),
        get(
            "other method",
            "REPORT /orders/a HTTP/1.1\r\n" + HOST + "\r\n",
            "REPORT /a HTTP/1.1\r\n"),
        get(
            "method with a hyphen",
            "M-SEARCH /orders/a HTTP/1.1\r\n" + HOST + "\r\n",
            "M-SEARCH /a HTTP/1.1\r\n"),
        get(
            "POST without a body",
            "POST /orders/ HTTP/1.1\r\n" + HOST + "\r\n",
            "POST / HTTP/1.1\r\n"),
        get(
            "POST of length 0",
            "POST /orders/ HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n",
            "content-length: 0\r\n"),
        get(
            "space around a length",
            "POST /orders/ HTTP/1.1\r\n" + HOST + "Content-Length:  5 \r\n\r\nhello",
            "content-length: 5\r\n",
            "\r\n\r\nhello"),
        get(
            "tab before a length",
            "POST /orders/ HTTP/1.1\r\n" + HOST + "Content-Length:\t5\r\n\r\nhello",
            "content-length: 5\r\n",
            "\r\n\r\nhello"),
        get("GET with a body", get + HOST + "Content-Length: 5\r\n\r\nhello", "\r\n\r\nhello"),
        get(
            "OPTIONS with a body",
            "OPTIONS /orders/ HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello",
            "\r\n\r\nhello"),
        get(
            "upgrade to h2c",
            get
                + HOST
                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
            "GET /a HTTP/1.1\r\n"),
        get(
            "upgrade without being asked to",
            get + HOST + "Upgrade: websocket\r\n\r\n",
            "GET /a HTTP/1.1\r\n"),
        get(
            "coding in other letters",
            "POST /orders/ HTTP/1.1\r\n" + HOST + "TRANSFER-ENCODING: \tChunked \r\n\r\n0\r\n\r\n",
            "\r\n\r\n0\r\n\r\n"),
        chunked("empty", "0\r\n\r\n", "\r\n\r\n0\r\n\r\n"),
        chunked("chunks", "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", "hello", "!", "0\r\n\r\n"),
        chunked("size in capitals", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        chunked("size in small letters", "a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        chunked("size with zeros", "0005\r\nhello\r\n000\r\n\r\n", "hello", "\r\n0\r\n\r\n"),
        chunked("extension", "5;a=b\r\nhello\r\n0;c\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"),
        chunked(
            "extension in quotes", "5;a=\"b;c\"\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"),
        chunked("trailer", "5\r\nhello\r\n0\r\nX-A: b\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"),
        chunked(
            "trailers that must not be any",
            "5\r\nhello\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: x\r\nHost: a\r\nAuthorization: b\r\n\r\n",
            "5\r\nhello\r\n0\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void isForwarded(String name, String request, String[] seen) {
    int before = origin.mark();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      assertThat(client.readUntil("\r\n\r\nhi")).as(name).matches("(?s)HTTP/1.[01] 200 OK\r\n.*");
      if (!request.contains("HTTP/1.0")) {
        client.send("GET /orders/next HTTP/1.1\r\n" + HOST + "\r\n");
        assertThat(client.readUntilSilent(80).split("hi", -1)).as("kept alive").hasSize(3);
      }
    }
    String came = origin.since(before);
    int next = came.indexOf("GET /next ");
    String first = next < 0 ? came : came.substring(0, next);
    for (String part : seen) {
      assertThat(first).containsIgnoringCase(part);
    }
    assertThat(first.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("http2-settings", "\r\nupgrade:", "\r\nx-a: b\r\n\r\n0", "authorization");
  }

  @Test
  void aClientMayAskToCloseInAList() {
    for (String option : new String[] {"close", "Close", "x, close", "x\r\nConnection: close"}) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send("GET /orders/a HTTP/1.1\r\n" + HOST + "Connection: " + option + "\r\n\r\n");
        assertThat(client.readUntilClosed(5_000))
            .as(option)
            .containsIgnoringCase("connection: close");
        assertThat(client.isClosed()).as(option).isTrue();
      }
    }
  }

  @Test
  void aHostMayEndWithAPoint() {
    try (TestGateway other =
        TestGateway.over("orders", origin.port())
            .start("routes: [{name: a, match: {hosts: [shop.example]}, to: orders}]")) {
      for (String host : new String[] {"shop.example", "SHOP.example.", "shop.example.:80"}) {
        assertThat(RawClient.exchange(other.port(), "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
            .as(host)
            .startsWith("HTTP/1.1 200 OK\r\n");
      }
    }
  }

  @Test
  void eachByteMayComeAlone() throws InterruptedException {
    int before = origin.mark();
    String request = "\r\n" + POST + "5;a=b\r\nhello\r\n0\r\nX-A: b\r\n\r\n";
    try (RawClient client = new RawClient(gateway.port())) {
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
        Thread.sleep(1);
      }
      assertThat(client.readUntil("\r\n\r\nhi")).startsWith("HTTP/1.1 200 OK\r\n");
    }
    String seen = origin.since(before);
    assertThat(seen).startsWith("POST /a HTTP/1.1\r\n").endsWith("\r\n0\r\n\r\n");
    assertThat(seen.substring(seen.indexOf("\r\n\r\n")).replaceAll("[\r\n1-5]", ""))
        .isEqualTo("hello0");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      requests
          .append("POST /orders/")
          .append(i)
          .append(" HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\n")
          .append("x");
    }
    int before = origin.mark();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(requests.toString());
      String replies = client.readUntilSilent(500);
      assertThat(replies.split("HTTP/1.1 200 OK", -1)).hasSize(51);
    }
    String seen = origin.since(before);
    int at = -1;
    for (int i = 0; i < 50; i++) {
      int next = seen.indexOf("POST /" + i + " ");
      assertThat(next).isGreaterThan(at);
      at = next;
    }
  }
}

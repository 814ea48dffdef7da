package dev.remora.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose body is refused: the client is told why, the connection ends, and no origin gets a
 * request that is complete, nor one that was smuggled in behind it.
 */
class RefusedBodyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String HEAD =
      "POST /orders/ HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String SMUGGLED = "GET /orders/smuggled HTTP/1.1\r\nHost: shop\r\n\r\n";

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

  static Stream<Arguments> bodies() {
    List<Arguments> all = new ArrayList<>();
    for (String size :
        List.of(
            "",
            " ",
            " 5",
            "5 ",
            "\t5",
            "5\t",
            "x",
            "g",
            "0x5",
            "0X5",
            "-5",
            "+5",
            "5_0",
            "5.0",
            "5,",
            "5;",
            "5; ",
            "5 ;a=b",
            "5;;",
            "5;=b",
            "5; a",
            "5:a",
            "\"5\"",
            "5;a\0b",
            "5;a\rb",
            "5\r",
            "5;a=\u0001",
            "\0" + "5",
            "5\u000b",
            "\uff15",
            "10000000000000000",
            "FFFFFFFFFFFFFFFF",
            "8000000000000000",
            "100000000000000005",
            "f".repeat(300),
            "0".repeat(20) + "5",
            "5;" + "a".repeat(300))) {
      all.add(
          arguments(
              "size '" + (size.length() > 40 ? size.substring(0, 40) + "..." : size) + "'",
              size + "\r\nhello\r\n0\r\n\r\n"));
    }
    all.add(arguments("size with a bare LF", "5\nhello\r\n0\r\n\r\n"));
    all.add(arguments("extension with a bare LF", "5;a\nhello\r\n0\r\n\r\n"));
    all.add(arguments("size with a bare CR", "5\rhello\r\n0\r\n\r\n"));
    all.add(arguments("data without an end", "5\r\nhello0\r\n\r\n"));
    all.add(arguments("data with a bare LF", "5\r\nhello\n0\r\n\r\n"));
    all.add(arguments("data with a bare CR", "5\r\nhello\r0\r\n\r\n"));
    all.add(arguments("data with LF CR", "5\r\nhello\n\r0\r\n\r\n"));
    all.add(arguments("data with something else at its end", "5\r\nhelloXX0\r\n\r\n"));
    all.add(arguments("data longer than its size", "5\r\nhello!!\r\n0\r\n\r\n"));
    all.add(arguments("data shorter than its size", "7\r\nhello\r\n0\r\n\r\n"));
    all.add(arguments("end with a bare LF", "5\r\nhello\r\n0\n\r\n"));
    all.add(arguments("end with a bare LF after it", "5\r\nhello\r\n0\r\n\n"));
    all.add(arguments("end with two zeros and a space", "5\r\nhello\r\n00 \r\n\r\n"));
    all.add(arguments("trailer without a colon", "5\r\nhello\r\n0\r\nX-A\r\n\r\n"));
    all.add(
        arguments("trailer with a space before the colon", "5\r\nhello\r\n0\r\nX-A : 1\r\n\r\n"));
    all.add(arguments("trailer folded", "5\r\nhello\r\n0\r\nX-A: 1\r\n b\r\n\r\n"));
    all.add(arguments("trailer with NUL", "5\r\nhello\r\n0\r\nX-A: \0\r\n\r\n"));
    all.add(arguments("trailer with a bare LF", "5\r\nhello\r\n0\r\nX-A: 1\n\r\n"));
    all.add(arguments("trailer with an empty name", "5\r\nhello\r\n0\r\n: 1\r\n\r\n"));
    all.add(
        arguments(
            "trailers too large", "5\r\nhello\r\n0\r\nX-A: " + "a".repeat(40_000) + "\r\n\r\n"));
    all.add(
        arguments("trailers too many", "5\r\nhello\r\n0\r\n" + "A: b\r\n".repeat(200) + "\r\n"));
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void isAnsweredAndNeverComplete(String name, String body) {
    int before = origin.mark();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(HEAD + body + SMUGGLED);
      String reply = client.readUntilClosed(5_000);
      assertThat(reply).as(name).matches("(?s)HTTP/1.1 4(00|31) .*");
      assertThat(reply).containsIgnoringCase("content-type: application/problem+json");
      assertThat(reply).containsIgnoringCase("connection: close");
      assertThat(reply.split("HTTP/1.1 [0-9]{3} ", -1)).as("one reply").hasSize(2);
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(origin.since(before)).doesNotContain("0\r\n\r\n", "smuggled");
  }

  @Test
  void isRefusedAlsoWhereAnEarlierRequestIsUnderWay() {
    int before = origin.mark();
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(
          "GET /orders/first HTTP/1.1\r\nHost: shop\r\n\r\n" + HEAD + "5\r\nhelloXX" + SMUGGLED);
      String reply = client.readUntilClosed(5_000);
      assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n").contains("hiHTTP/1.1 400 ");
      assertThat(reply.split("HTTP/1.1 [0-9]{3} ", -1)).as("two replies").hasSize(3);
    }
    assertThat(origin.since(before))
        .contains("GET /first ")
        .doesNotContain("0\r\n\r\n", "smuggled");
  }

  @Test
  void isNeverCompleteWhenTheClientGoesAway() throws InterruptedException {
    for (String part :
        List.of(
            HEAD + "5\r\nhel",
            HEAD + "5\r\nhello\r\n",
            HEAD + "5\r\nhello\r\n0\r\n",
            HEAD + "5\r\nhello\r\n0\r\nX-A: 1\r\n",
            "POST /orders/ HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\n\r\nhello")) {
      int before = origin.mark();
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(part);
        Thread.sleep(100);
      }
      Thread.sleep(100);
      String seen = origin.since(before);
      assertThat(seen).as(part).startsWith("POST / HTTP/1.1\r\n").doesNotContain("0\r\n\r\n");
    }
    assertThat(origin.open()).isZero();
  }
}

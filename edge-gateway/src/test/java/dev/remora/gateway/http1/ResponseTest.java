package dev.remora.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of an endpoint's response: one that is beyond doubt is passed on, any other is a
 * 502, and one that breaks off is never taken for complete.
 */
class ResponseTest {
  private static final String GET = "GET /orders/ HTTP/1.1\r\nHost: shop\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private static volatile String response;
  private static ScriptedOrigin origin;
  private static TestGateway gateway;

  /** Answers with {@link #response}, and closes where that has a mark at its end. */
  private static void serve(InputStream in, OutputStream out, ScriptedOrigin origin)
      throws IOException {
    while (origin.readRequest(in) != null) {
      boolean last = response.endsWith("CLOSE");
      String bytes = last ? response.substring(0, response.length() - 5) : response;
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      if (last) {
        return;
      }
    }
  }

  @BeforeAll
  static void start() {
    origin = new ScriptedOrigin(ResponseTest::serve);
    gateway = TestGateway.over("orders", origin.port()).start("expose: [orders]");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    origin.close();
  }

  private static String ask(String request, String answer) {
    response = answer;
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      return client.readUntilClosed(5_000);
    }
  }

  static Stream<Arguments> bad() {
    List<Arguments> all = new ArrayList<>();
    for (String line :
        List.of(
            "HTTP/1.1 20 OK",
            "HTTP/1.1 2000 OK",
            "HTTP/1.1 099 OK",
            "HTTP/1.1 600 OK",
            "HTTP/1.1 999 OK",
            "HTTP/1.1  200 OK",
            "HTTP/1.1 2x0 OK",
            "HTTP/1.1 200OK",
            "HTTP/1.1",
            "HTTP/1.1 ",
            "HTTP/2.0 200 OK",
            "HTTP/0.9 200 OK",
            "HTTP/1.2 200 OK",
            "HTTP/1 200 OK",
            "http/1.1 200 OK",
            "ICY 200 OK",
            "200 OK",
            "hello",
            " HTTP/1.1 200 OK",
            "HTTP/1.1\t200 OK",
            "HTTP/1.1 -20 OK",
            "HTTP/1.1 200 O\0K",
            "HTTP/1.1 200 O\rK",
            "HTTP/1.1 200 " + "a".repeat(5_000),
            "",
            "\r\nHTTP/1.1 200 OK",
            "<html>")) {
      all.add(arguments("line " + line, line + "\r\nContent-Length: 2\r\n\r\nhi"));
    }
    for (String headers :
        List.of(
            "Content-Length: 2\r\nContent-Length: 2",
            "Content-Length: 2\r\nContent-Length: 3",
            "Content-Length: 2, 2",
            "Content-Length: -2",
            "Content-Length: +2",
            "Content-Length: 0x2",
            "Content-Length: 2 2",
            "Content-Length:",
            "Content-Length: 99999999999999999999",
            "Content-Length: 02",
            "Content-Length: 2\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 2",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: \0chunked",
            "Content-Length: 2\r\nX-A : b",
            "Content-Length: 2\r\nX-A",
            "Content-Length: 2\r\n: b",
            "Content-Length: 2\r\nX-A: b\r\n c",
            "Content-Length: 2\r\nX-A: b\rX-B: c",
            "Content-Length: 2\r\nX-A: b\nX-B: c",
            "Content-Length: 2\r\nX-A: \0",
            "Content-Length: 2\r\nX A: b",
            "Content-Length: 2\r\nX-\u00e9: b",
            "Content-Length: 2\nSet-Cookie: a=b",
            "Content-Length: 2\r\nX-A: " + "b".repeat(70_000),
            "Content-Length: 2\r\n" + "X-A: b\r\n".repeat(250) + "X-B: c")) {
      all.add(
          arguments(
              headers.length() > 60 ? headers.substring(0, 60) : headers,
              OK + headers + "\r\n\r\nhi"));
    }
    all.add(
        arguments(
            "coding in HTTP/1.0",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"));
    all.add(arguments("only bare LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi"));
    all.add(
        arguments(
            "a change of protocol nobody asked for",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"));
    all.add(
        arguments(
            "interim responses without end",
            "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(20) + OK + "Content-Length: 2\r\n\r\nhi"));
    all.add(arguments("a head that breaks off", OK + "Content-LenCLOSE"));
    all.add(arguments("a head without an end", OK + "Content-Length: 2\r\nCLOSE"));
    all.add(arguments("no response", "CLOSE"));
    all.add(arguments("an interim response and no other", "HTTP/1.1 100 Continue\r\n\r\nCLOSE"));
    all.add(arguments("an SSH server", "SSH-2.0-OpenSSH_9.2\r\n"));
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void aHeadThatIsInDoubtIsA502(String name, String answer) {
    String reply = ask(GET, answer);
    assertThat(reply).as(name).startsWith("HTTP/1.1 502 ");
    assertThat(reply).containsIgnoringCase("content-type: application/problem+json");
    assertThat(reply).doesNotContainIgnoringCase("set-cookie", "x-b");
    assertThat(reply.split("HTTP/1.1 [0-9]{3} ", -1)).as("one reply").hasSize(2);
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(5))
        .until(() -> origin.open() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\nhelloCLOSE",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloCLOSE",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nCLOSE",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nCLOSE",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-A: b\r\nCLOSE",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nx\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n-1\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0x2\r\nhi\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10000000000000000\r\nhi\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-A : b\r\n\r\n"
      })
  void aBodyThatBreaksOffIsNeverComplete(String rest) {
    for (String request : List.of(GET, GET.replace("HTTP/1.1", "HTTP/1.0"))) {
      response = OK + rest;
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(request);
        String reply = client.readUntilClosed(5_000);
        assertThat(client.isClosed()).isTrue();
        if (request.contains("HTTP/1.0")) {
          assertThat(
                  client.isReset() || reply.toLowerCase(Locale.ROOT).contains("content-length: 10"))
              .isTrue();
        } else if (!rest.startsWith("Content-Length")) {
          assertThat(reply).doesNotEndWith("0\r\n\r\n").doesNotContain("x-a");
        }
      }
    }
  }

  @Test
  void aBodyThatEndsWithTheConnectionIsCompleteOnlyIfThatWasMeant() {
    String reply = ask(GET, OK + "\r\nhelloCLOSE");
    assertThat(reply).containsIgnoringCase("transfer-encoding: chunked").endsWith("0\r\n\r\n");
    ScriptedOrigin resetting =
        new ScriptedOrigin(
            (in, out, self) -> {
              self.readRequest(in);
              out.write((OK + "\r\nhello").getBytes(StandardCharsets.ISO_8859_1));
              out.flush();
              pause(200);
              self.reset();
            });
    try (resetting;
        TestGateway other = TestGateway.over("orders", resetting.port()).start("expose: [orders]");
        RawClient client = new RawClient(other.port())) {
      client.send(GET);
      assertThat(client.readUntilClosed(5_000)).contains("hello").doesNotEndWith("0\r\n\r\n");
      assertThat(client.isClosed()).isTrue();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 All is \u00e9 fine\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.0 200 OK\r\n\r\nhiCLOSE",
        "HTTP/1.1 200 OK\r\n\r\nhiCLOSE",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2;a=b\r\nhi\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
      })
  void aGoodOneIsPassedOn(String answer) {
    String reply = ask(GET, answer);
    assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n").contains("hi");
    assertThat(reply).doesNotContainIgnoringCase("link:");
    assertThat(reply.split("HTTP/1.1 [0-9]{3} ", -1)).as("one reply").hasSize(2);
    assertThat(ask(GET, OK + "Content-Length: 4\r\n\r\nnext")).endsWith("\r\n\r\nnext");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n"
      })
  void onesWithoutABodyHaveNone(String answer) {
    response = answer;
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      String reply = client.readUntil("\r\n\r\n");
      assertThat(reply).startsWith(answer.substring(0, 12)).endsWith("\r\n\r\n");
      assertThat(reply).doesNotContainIgnoringCase("transfer-encoding");
      response = OK + "Content-Length: 4\r\n\r\nnext";
      client.send(GET);
      assertThat(client.readUntil("next")).contains("\r\n\r\nHTTP/1.1 200 OK\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n",
        "X-A: b\r\n\r\n"
      })
  void thatToHeadHasNoBody(String rest) {
    response = OK + rest;
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(GET.replace("GET", "HEAD"));
      String reply = client.readUntil("\r\n\r\n");
      assertThat(reply).startsWith(OK).endsWith("\r\n\r\n");
      assertThat(reply.toLowerCase(Locale.ROOT).contains("content-length: 10"))
          .isEqualTo(rest.startsWith("Content-Length"));
      response = OK + "Content-Length: 4\r\n\r\nnext";
      client.send(GET);
      assertThat(client.readUntil("next")).contains("\r\n\r\nHTTP/1.1 200 OK\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
        "Content-Length: 2\r\n\r\nhi!",
        "Content-Length: 0\r\n\r\nhi",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
        "Connection: close\r\nContent-Length: 2\r\n\r\nhi",
        "Connection: x, Close\r\nContent-Length: 2\r\n\r\nhi"
      })
  void aConnectionIsNotUsedAgainWhereMoreCameOrItIsToClose(String rest) {
    try (ScriptedOrigin closing = ScriptedOrigin.answering(OK + rest);
        TestGateway other = TestGateway.over("orders", closing.port()).start("expose: [orders]");
        RawClient client = new RawClient(other.port())) {
      client.send(GET + GET);
      String replies = client.readUntilSilent(300);
      assertThat(replies.split("HTTP/1.1 200 OK", -1)).hasSize(3);
      assertThat(replies).doesNotContain("evil");
      assertThat(closing.connections()).isEqualTo(2);
      await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofSeconds(5))
          .until(() -> closing.open() == 0);
    }
  }

  @Test
  void bytesThatNobodyAskedForEndAConnectionThatIdles() {
    ScriptedOrigin talking =
        new ScriptedOrigin(
            (in, out, self) -> {
              while (self.readRequest(in) != null) {
                out.write(
                    (OK + "Content-Length: 2\r\n\r\nhi").getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                pause(100);
                out.write(
                    (OK + "Content-Length: 4\r\n\r\nevil").getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
              }
            });
    try (talking;
        TestGateway other = TestGateway.over("orders", talking.port()).start("expose: [orders]")) {
      for (int i = 0; i < 3; i++) {
        assertThat(RawClient.exchange(other.port(), GET)).endsWith("\r\n\r\nhi");
        await()
            .pollInterval(Duration.ofMillis(10))
            .atMost(Duration.ofSeconds(5))
            .until(() -> talking.open() == 0);
      }
    }
  }

  @Test
  void trailersArePassedIfTheyDoNoHarm() {
    String reply =
        ask(
            GET,
            OK
                + "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nhi\r\n0\r\n"
                + "X-Sum: 1\r\nContent-Length: 9\r\nSet-Cookie: a=b\r\nTransfer-Encoding: x\r\n\r\n");
    assertThat(reply.toLowerCase(Locale.ROOT))
        .endsWith("\r\n2\r\nhi\r\n0\r\nx-sum: 1\r\n\r\n")
        .contains("\r\ntrailer: x-sum\r\n");
  }

  @Test
  void aClientOfHttp10GetsNoChunksAndKnowsWhereABodyEnds() {
    String chunks = OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
    String request = "GET /orders/ HTTP/1.0\r\nHost: shop\r\nConnection: keep-alive\r\n\r\n";
    response = chunks;
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      String reply = client.readUntilClosed(5_000).toLowerCase(Locale.ROOT);
      assertThat(client.isClosed()).isTrue();
      assertThat(client.isReset()).isFalse();
      assertThat(reply).endsWith("\r\n\r\nhi").doesNotContain("transfer-encoding", "keep-alive");
    }
    response = OK + "Content-Length: 2\r\n\r\nhi";
    try (RawClient client = new RawClient(gateway.port())) {
      client.send(request);
      assertThat(client.readUntil("hi")).containsIgnoringCase("connection: keep-alive");
      client.send(request);
      assertThat(client.readUntilSilent(200).split("\r\n\r\nhi", -1)).hasSize(3);
    }
  }
}

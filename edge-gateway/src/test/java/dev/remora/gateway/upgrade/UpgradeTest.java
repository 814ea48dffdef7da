package dev.remora.gateway.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a connection stop being HTTP, and what passes then, byte for byte. */
@Timeout(60)
class UpgradeTest {
  private static final String ROUTE = "routes: [{name: all, to: chat}]\n";

  /** The example of RFC 6455, section 1.3. */
  private static final String ASK =
      request("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13");

  private static final String AGREE =
      """
      HTTP/1.1 101 Switching Protocols
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

      """
          .replace("\n", "\r\n");

  private static String request(String... headers) {
    return "GET /chat HTTP/1.1\r\nHost: chat.test\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Agrees, and sends back what comes. */
  private static void echo(InputStream in, OutputStream out, ScriptedOrigin origin)
      throws IOException {
    if (origin.readRequest(in) == null) {
      return;
    }
    write(out, AGREE);
    byte[] piece = new byte[1024];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      out.write(piece, 0, count);
    }
  }

  @Test
  void passesBytesBothWaysFromTheFirstOn() {
    ScriptedOrigin.Script early =
        (in, out, origin) -> {
          origin.readRequest(in);
          // In one write with the head, as servers do that greet.
          write(out, AGREE + "\u0081\u0002hi");
          echoed(in, out);
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(early);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE);
        RawClient client = new RawClient(gateway.port())) {
      client.send(ASK);
      String head = client.readUntil("\u0081\u0002hi");
      assertThat(head)
          .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
          .containsIgnoringCase("\r\nupgrade: websocket\r\n")
          .containsIgnoringCase("\r\nconnection: upgrade\r\n")
          .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
          .doesNotContainIgnoringCase("content-length")
          .doesNotContainIgnoringCase("transfer-encoding");
      client.send("GET / HTTP/1.1\r\n\r\n\u0000\u00ff");
      assertThat(client.readUntil("\u00ff")).endsWith("GET / HTTP/1.1\r\n\r\n\u0000\u00ff");
      assertThat(origin.seen())
          .startsWith("GET /chat HTTP/1.1\r\n")
          .containsIgnoringCase("\r\nupgrade: websocket\r\n")
          .containsIgnoringCase("\r\nconnection: upgrade\r\n")
          .containsIgnoringCase("\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
          .doesNotContainIgnoringCase("content-length")
          .doesNotContainIgnoringCase("transfer-encoding");
    }
  }

  private static void echoed(InputStream in, OutputStream out) throws IOException {
    byte[] piece = new byte[1024];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      out.write(piece, 0, count);
    }
  }

  @Test
  void handsOnARefusalAsAnyResponse() {
    String refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno\n";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(refusal);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE);
        RawClient client = new RawClient(gateway.port())) {
      client.send(ASK);
      assertThat(client.readUntil("no\n")).startsWith("HTTP/1.1 403 Forbidden\r\n");
      client.send(ASK);
      assertThat(client.readUntil("no\n" + "HTTP")).endsWith("no\n");
      await().untilAsserted(() -> assertThat(origin.open()).isZero());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Connection: Upgrade, Sec-WebSocket-Version: 12|426",
        "Connection: Upgrade, Sec-WebSocket-Version: 777|426",
        "Connection: Upgrade|426",
        "Connection: Upgrade, Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8|426",
        "Connection: Upgrade, Sec-WebSocket-Version: 13, Sec-WebSocket-Key: again|400",
        "Connection: Upgrade, Sec-WebSocket-Version: 13, Content-Length: 5|400",
        "Connection: Upgrade, Sec-WebSocket-Version: 13, Transfer-Encoding: chunked|400",
      })
  void refusesWhatIsNoHandshakeItself(String headers, String status) {
    // An endpoint that would agree to anything, and a client that then speaks HTTP to it.
    try (ScriptedOrigin origin = new ScriptedOrigin(UpgradeTest::echo);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE)) {
      String asked = request(("Upgrade: websocket, " + headers).split(", "));
      String smuggled = "GET /admin HTTP/1.1\r\nHost: chat.test\r\n\r\n";
      String reply = RawClient.exchange(gateway.port(), asked + smuggled);
      assertThat(reply)
          .startsWith("HTTP/1.1 " + status)
          .containsPattern("\"code\":\"(bad-upgrade|websocket-version)\"");
      if (status.equals("426")) {
        assertThat(reply)
            .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n")
            .containsIgnoringCase("\r\nupgrade: websocket\r\n");
      }
      assertThat(origin.seen()).doesNotContain("/chat").doesNotContain("ebsocket");
      // What follows is a request like any other, with all that the gateway adds.
      assertThat(origin.seen().isEmpty() || origin.seen().contains("x-request-id")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk",
        "Upgrade: websocket, h2c\r\nConnection: Upgrade",
        "Upgrade: websocket\r\nUpgrade: h2c\r\nConnection: Upgrade",
        "Upgrade: websocket",
        "Upgrade: websocket\r\nConnection: close",
        "Upgrade: chat\r\nConnection: Upgrade",
      })
  void forwardsWhatItDoesNotUpgradeAsAnyRequest(String headers) {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(ok);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE)) {
      assertThat(RawClient.exchange(gateway.port(), request(headers)))
          .startsWith("HTTP/1.1 200 OK");
      assertThat(origin.seen())
          .doesNotContainIgnoringCase("\r\nupgrade:")
          .doesNotContainIgnoringCase("\r\nhttp2-settings:");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Upgrade: websocket, Connection: Upgrade",
        "Upgrade: websocket, Connection: Upgrade, Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "Upgrade: chat, Connection: Upgrade, Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        "Connection: Upgrade, Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        "Upgrade: websocket, Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
      })
  void takesNoAgreementThatProvesNothing(String headers) {
    String agreement =
        "HTTP/1.1 101 Switching Protocols\r\n" + headers.replace(", ", "\r\n") + "\r\n\r\nleaked";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(agreement);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE)) {
      String reply = RawClient.exchange(gateway.port(), ASK);
      assertThat(reply).startsWith("HTTP/1.1 502").doesNotContain("leaked");
      await().untilAsserted(() -> assertThat(origin.open()).isZero());
    }
  }

  @Test
  void takesNoAgreementToWhatWasNotAsked() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(AGREE + "leaked");
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE)) {
      String plain = "GET /chat HTTP/1.1\r\nHost: chat.test\r\n\r\n";
      String reply = RawClient.exchange(gateway.port(), plain);
      assertThat(reply).startsWith("HTTP/1.1 502").doesNotContain("leaked");
      await().untilAsserted(() -> assertThat(origin.open()).isZero());
    }
  }

  @Test
  void goesToAnotherEndpointAsLongAsNothingIsAgreed() throws Exception {
    int closed;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = gone.getLocalPort();
    }
    try (ScriptedOrigin origin = new ScriptedOrigin(UpgradeTest::echo);
        TestGateway gateway = TestGateway.over("chat", closed, origin.port()).start(ROUTE)) {
      for (int i = 0; i < 4; i++) {
        try (RawClient client = new RawClient(gateway.port())) {
          client.send(ASK);
          assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101");
        }
      }
    }
  }

  @Test
  void changesToOtherProtocolsWhereTheyAreAllowed() {
    ScriptedOrigin.Script script =
        (in, out, origin) -> {
          origin.readRequest(in);
          write(out, "HTTP/1.1 101 Sure\r\nUpgrade: chat/2\r\nConnection: Upgrade\r\n\r\n");
          echoed(in, out);
        };
    String route = "routes: [{name: all, to: chat, upgrade: {allow: [chat/2]}}]\n";
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(route);
        RawClient client = new RawClient(gateway.port())) {
      client.send(request("Upgrade: chat/2", "Connection: upgrade"));
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101");
      client.send("hello");
      assertThat(client.readUntil("hello")).endsWith("hello");
    }
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(ok);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(route)) {
      assertThat(RawClient.exchange(gateway.port(), ASK)).startsWith("HTTP/1.1 200");
      assertThat(origin.seen()).doesNotContainIgnoringCase("\r\nupgrade:");
    }
  }

  @Test
  void endsEachDirectionByItself() {
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedOrigin.Script script =
        (in, out, origin) -> {
          origin.readRequest(in);
          write(out, AGREE);
          String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
          ended.countDown();
          write(out, "got " + all);
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE);
        RawClient client = new RawClient(gateway.port())) {
      client.send(ASK);
      client.readUntil("\r\n\r\n");
      client.send("all of it");
      client.finish();
      assertThat(client.readUntilClosed(10_000)).endsWith("got all of it");
      assertThat(client.isClosed()).isTrue();
      assertThat(ended.getCount()).isZero();
      await().untilAsserted(() -> assertThat(origin.open()).isZero());
    }
  }

  @Test
  void deliversTheLastBytesOfAnEndpointThatEnds() {
    ScriptedOrigin.Script script =
        (in, out, origin) -> {
          origin.readRequest(in);
          write(out, AGREE + "x".repeat(500_000) + "end");
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE);
        RawClient client = new RawClient(gateway.port())) {
      client.send(ASK);
      String all = client.readUntilClosed(10_000);
      assertThat(all).endsWith("xend");
      assertThat(all.length() - all.indexOf("\r\n\r\n") - 4).isEqualTo(500_003);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void closesTheOtherSideWhenOneIsGone() throws Exception {
    try (ScriptedOrigin origin = new ScriptedOrigin(UpgradeTest::echo);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE)) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
        client.getOutputStream().write(ASK.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(client.getInputStream().read()).isEqualTo('H');
        await().untilAsserted(() -> assertThat(origin.open()).isEqualTo(1));
        // A reset, as of a process that was killed.
        client.setSoLinger(true, 0);
      }
      await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(origin.open()).isZero());
    }
  }

  @Test
  void closesWhatIsIdle() {
    String route = "routes: [{name: all, to: chat, upgrade: {idle-timeout: 1s}}]\n";
    try (ScriptedOrigin origin = new ScriptedOrigin(UpgradeTest::echo);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(route);
        RawClient client = new RawClient(gateway.port())) {
      client.send(ASK);
      client.readUntil("\r\n\r\n");
      for (int i = 0; i < 4; i++) {
        client.send("still " + i);
        client.readUntilClosed(400);
        assertThat(client.isClosed()).isFalse();
      }
      long began = System.nanoTime();
      assertThat(client.readUntilClosed(5_000)).endsWith("still 3");
      assertThat(client.isClosed()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      await().untilAsserted(() -> assertThat(origin.open()).isZero());
    }
  }

  @Test
  void limitsHowManyThereAre() {
    String route = "routes: [{name: all, to: chat, upgrade: {max-connections: 1}}]\n";
    try (ScriptedOrigin origin = new ScriptedOrigin(UpgradeTest::echo);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(route)) {
      try (RawClient first = new RawClient(gateway.port())) {
        first.send(ASK);
        assertThat(first.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101");
        gateway.reload(route);
        assertThat(RawClient.exchange(gateway.port(), ASK))
            .startsWith("HTTP/1.1 503")
            .contains("too-many-upgrades");
      }
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () -> {
                try (RawClient next = new RawClient(gateway.port())) {
                  next.send(ASK);
                  assertThat(next.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101");
                }
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "HTTP/2.0", "TLS/1.2", "[none, websocket]", "\"a b\""})
  void allowsNoProtocolThatWouldPassByTheGateway(String protocol) {
    String route = "routes: [{name: all, to: chat, upgrade: {allow: " + protocol + "}}]\n";
    assertThatThrownBy(() -> TestGateway.over("chat", 1).start(route))
        .hasMessageContaining("routes[0].upgrade.allow");
  }

  @Test
  void isTurnedOffByNone() {
    String route = "routes: [{name: all, to: chat, upgrade: {allow: none}}]\n";
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(ok);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(route)) {
      assertThat(RawClient.exchange(gateway.port(), ASK)).startsWith("HTTP/1.1 200");
      assertThat(origin.seen()).doesNotContainIgnoringCase("\r\nupgrade:");
    }
  }

  /** What both sides' sockets hold; the gateway's own share is 64 KiB a direction. */
  private static final long MOST_ON_THE_WAY = 16L << 20;

  private static final long FLOOD = 64L << 20;

  @Test
  void holdsUpASenderWhoseReaderIsSlow() throws Exception {
    AtomicLong sent = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    CountDownLatch mayRead = new CountDownLatch(1);
    ScriptedOrigin.Script script =
        (in, out, origin) -> {
          origin.readRequest(in);
          write(out, AGREE);
          byte[] piece = new byte[64 << 10];
          for (long left = FLOOD; left > 0; left -= piece.length) {
            out.write(piece);
            sent.addAndGet(piece.length);
          }
          try {
            mayRead.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            taken.addAndGet(count);
          }
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        TestGateway gateway = TestGateway.over("chat", origin.port()).start(ROUTE);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      client.getOutputStream().write(ASK.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(settled(sent)).isLessThan(MOST_ON_THE_WAY);
      byte[] piece = new byte[64 << 10];
      long read = 0;
      while (read < FLOOD) {
        read += client.getInputStream().read(piece);
      }
      assertThat(sent.get()).isEqualTo(FLOOD);

      AtomicLong up = new AtomicLong();
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (long left = FLOOD; left > 0; left -= piece.length) {
                    client.getOutputStream().write(piece);
                    up.addAndGet(piece.length);
                  }
                } catch (IOException e) {
                  up.set(-1);
                }
              });
      sender.start();
      assertThat(settled(up)).isBetween(1L, MOST_ON_THE_WAY);
      mayRead.countDown();
      await().atMost(Duration.ofSeconds(20)).untilAtomic(taken, org.hamcrest.Matchers.is(FLOOD));
      sender.join();
    }
  }

  /** A number that has stopped growing. */
  private static long settled(AtomicLong number) throws InterruptedException {
    long before = -1;
    while (before != number.get() || before == 0) {
      before = number.get();
      Thread.sleep(300);
    }
    return before;
  }
}

package dev.remora.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client's connection may take of the gateway, with limits that are short. */
class ConnectionLimitsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String GET = "GET /orders/ HTTP/1.1\r\nHost: shop\r\n\r\n";
  private static final String POST = "POST /orders/ HTTP/1.1\r\nHost: shop\r\n";

  private static TestGateway gateway(ScriptedOrigin origin, String limits) {
    return TestGateway.over("orders", origin.port())
        .start("expose: [orders]\nlimits: {" + limits + "}");
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  @Test
  void aHeadThatDripsIsGivenUpAsAWhole() throws InterruptedException {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "header-timeout: 1s");
        RawClient client = new RawClient(gateway.port())) {
      long start = System.nanoTime();
      client.send("GET /orders/ HTTP/1.1\r\nHost: shop\r\n");
      while (client.readUntilClosed(1).isEmpty() && millis(start) < 5_000) {
        client.send("X-A: b\r\n");
        Thread.sleep(100);
      }
      String reply = client.readUntilClosed(5_000);
      assertThat(millis(start)).isBetween(900L, 2_500L);
      assertThat(reply).startsWith("HTTP/1.1 408 ").contains("\"code\":\"slow-request\"");
      assertThat(reply).containsIgnoringCase("connection: close");
      assertThat(client.isClosed()).isTrue();
      assertThat(origin.seen()).isEmpty();
    }
  }

  @Test
  void aConnectionWithoutARequestIsClosedWithoutAWord() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "header-timeout: 500ms");
        RawClient client = new RawClient(gateway.port())) {
      long start = System.nanoTime();
      assertThat(client.readUntilClosed(5_000)).isEmpty();
      assertThat(client.isClosed()).isTrue();
      assertThat(millis(start)).isBetween(400L, 2_000L);
    }
  }

  @Test
  void aConnectionThatIsKeptAliveMayIdleForItsOwnTime() throws InterruptedException {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "header-timeout: 300ms, idle-timeout: 1500ms");
        RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      client.readUntil("hi");
      Thread.sleep(900);
      client.send(GET);
      assertThat(client.readUntilSilent(200).split("hi", -1)).hasSize(3);
      long start = System.nanoTime();
      client.readUntilClosed(5_000);
      assertThat(client.isClosed()).isTrue();
      assertThat(millis(start)).isBetween(900L, 2_500L);
    }
  }

  @Test
  void aBodyThatStopsIsGivenUp() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "body-timeout: 500ms");
        RawClient client = new RawClient(gateway.port())) {
      long start = System.nanoTime();
      client.send(POST + "Content-Length: 100\r\n\r\nhello");
      String reply = client.readUntilClosed(5_000);
      assertThat(reply).startsWith("HTTP/1.1 408 ").contains("\"code\":\"slow-body\"");
      assertThat(millis(start)).isBetween(400L, 2_500L);
      await().atMost(Duration.ofSeconds(5)).until(() -> origin.open() == 0);
    }
  }

  @Test
  void aBodyThatDripsIsGivenUp() throws InterruptedException {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "body-timeout: 1s, body-rate: 1KiB");
        RawClient client = new RawClient(gateway.port())) {
      long start = System.nanoTime();
      client.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
      while (client.readUntilClosed(1).isEmpty() && millis(start) < 5_000) {
        client.send("1\r\na\r\n");
        Thread.sleep(50);
      }
      assertThat(client.readUntilClosed(5_000)).startsWith("HTTP/1.1 408 ");
      assertThat(millis(start)).isBetween(900L, 3_000L);
    }
  }

  @Test
  void aBodyThatNobodyWantsIsNotWaitedForWithoutEnd() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "body-timeout: 500ms");
        RawClient client = new RawClient(gateway.port())) {
      long start = System.nanoTime();
      client.send("POST /nowhere HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\n\r\nhello");
      assertThat(client.readUntilClosed(5_000)).startsWith("HTTP/1.1 404 ").doesNotContain(" 408 ");
      assertThat(client.isClosed()).isTrue();
      assertThat(millis(start)).isBetween(400L, 2_500L);
    }
  }

  @Test
  void aBodyThatKeepsUpTheRateMayTakeLonger() throws InterruptedException {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "body-timeout: 300ms, body-rate: 10B");
        RawClient client = new RawClient(gateway.port())) {
      client.send(POST + "Content-Length: 200\r\n\r\n");
      for (int i = 0; i < 20; i++) {
        client.send("0123456789");
        Thread.sleep(60);
      }
      assertThat(client.readUntil("hi")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void aClientIsNotHeldToWhatItsEndpointIsSlowAt() {
    ScriptedOrigin slow =
        new ScriptedOrigin(
            (in, out, origin) -> {
              pause(1_500);
              while (origin.readRequest(in) != null) {
                pause(1_500);
                out.write(OK.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                out.flush();
              }
            });
    String hasty =
        "header-timeout: 300ms, idle-timeout: 300ms, body-timeout: 300ms, send-timeout: 300ms";
    try (slow;
        TestGateway gateway = gateway(slow, hasty);
        RawClient client = new RawClient(gateway.port())) {
      byte[] body = new byte[8 << 20];
      client.send(POST + "Content-Length: " + body.length + "\r\n\r\n");
      client.send(body);
      assertThat(client.readUntil("hi")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aClientThatTakesNothingIsCutOff() {
    ScriptedOrigin big =
        new ScriptedOrigin(
            (in, out, origin) -> {
              origin.readRequest(in);
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n"
                      .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
              byte[] piece = new byte[64 << 10];
              for (int i = 0; i < 16 << 10; i++) {
                out.write(piece);
              }
            });
    try (big;
        TestGateway gateway = gateway(big, "send-timeout: 500ms");
        RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      await().atMost(Duration.ofSeconds(5)).until(() -> big.open() == 1);
      await().atMost(Duration.ofSeconds(10)).until(() -> big.open() == 0);
    }
  }

  @Test
  void aConnectionTakesOnlySoManyRequests() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "requests-per-connection: 3");
        RawClient client = new RawClient(gateway.port())) {
      client.send(GET.repeat(5));
      String replies = client.readUntilClosed(5_000);
      assertThat(client.isClosed()).isTrue();
      assertThat(replies.split("HTTP/1.1 200 OK", -1)).hasSize(4);
      assertThat(replies.toLowerCase(java.util.Locale.ROOT).split("connection: close", -1))
          .hasSize(2);
    }
  }

  @Test
  void thereAreOnlySoManyConnections() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "connections: 3")) {
      isFullAt3(gateway);
    }
  }

  @Test
  void thereAreOnlySoManyConnectionsOfOneAddress() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin, "connections-per-address: 3")) {
      isFullAt3(gateway);
    }
  }

  private static void isFullAt3(TestGateway gateway) {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RawClient client = new RawClient(gateway.port());
      client.send(GET);
      assertThat(client.readUntil("hi")).startsWith("HTTP/1.1 200 OK\r\n");
      clients.add(client);
    }
    try (RawClient more = new RawClient(gateway.port())) {
      more.send(GET);
      assertThat(more.readUntilClosed(3_000)).isEmpty();
      assertThat(more.isClosed()).isTrue();
    }
    clients.get(0).close();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> RawClient.exchange(gateway.port(), GET).startsWith("HTTP/1.1 200 OK\r\n"));
    clients.forEach(RawClient::close);
  }

  @Test
  void aTrustedProxyMayHaveMoreConnections() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("orders", origin.port())
                .start(
                    """
                    expose: [orders]
                    trusted-proxies: [127.0.0.0/8]
                    limits: {connections-per-address: 1}
                    """);
        RawClient first = new RawClient(gateway.port());
        RawClient second = new RawClient(gateway.port())) {
      first.send(GET);
      second.send(GET);
      assertThat(first.readUntil("hi")).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(second.readUntil("hi")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void sizesAreThoseOfTheSettings() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            gateway(origin, "request-line: 256B, headers: 1KiB, header-count: 8")) {
      String line = "GET /orders/" + "a".repeat(300) + " HTTP/1.1\r\nHost: shop\r\n\r\n";
      assertThat(RawClient.exchange(gateway.port(), line)).startsWith("HTTP/1.1 414 ");
      String start = "GET /orders/ HTTP/1.1\r\nHost: shop\r\n";
      assertThat(RawClient.exchange(gateway.port(), start + "A: " + "b".repeat(1100) + "\r\n\r\n"))
          .startsWith("HTTP/1.1 431 ");
      assertThat(RawClient.exchange(gateway.port(), start + "A: b\r\n".repeat(8) + "\r\n"))
          .startsWith("HTTP/1.1 431 ");
      assertThat(RawClient.exchange(gateway.port(), start + "A: b\r\n".repeat(7) + "\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
  }
}

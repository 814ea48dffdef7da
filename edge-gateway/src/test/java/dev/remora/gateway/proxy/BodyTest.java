package dev.remora.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Bodies on their way, in both directions, and what becomes of them when something comes between.
 */
class BodyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String GET = "GET /orders/ HTTP/1.1\r\nHost: shop\r\n\r\n";
  private static final String POST = "POST /orders/ HTTP/1.1\r\nHost: shop\r\n";
  private static final String PUT = "PUT /orders/ HTTP/1.1\r\nHost: shop\r\n";
  private static final String RETRYING =
      "expose: [orders]\nservices: {orders: {retry: {attempts: 2, on: [reset, 503], backoff: 0ms}}}";

  /** What may be under way between two ends: socket buffers of the system, and the gateway's. */
  private static final long UNDER_WAY = 24 << 20;

  private static TestGateway gateway(ScriptedOrigin... origins) {
    return gateway("expose: [orders]\ndefaults: {body-limits: {request: none}}", origins);
  }

  private static TestGateway gateway(String yaml, ScriptedOrigin... origins) {
    int[] ports = java.util.Arrays.stream(origins).mapToInt(ScriptedOrigin::port).toArray();
    return TestGateway.over("orders", ports).start(yaml);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void readHead(InputStream in) throws IOException {
    int ends = 0;
    while (ends < 4) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("closed");
      }
      ends = octet == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
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
  void aClientIsToldToGoOnOnceAnEndpointIsToGetTheBody() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin);
        RawClient client = new RawClient(gateway.port())) {
      client.send(POST + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      client.send("hello");
      String replies = client.readUntil("hi");
      assertThat(replies)
          .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\nhi");
      assertThat(origin.seen()).endsWith("\r\n\r\nhello").doesNotContainIgnoringCase("expect");
      client.send(GET);
      assertThat(client.readUntilSilent(200).split("\r\n\r\nhi", -1)).hasSize(3);
    }
  }

  @Test
  void aClientIsNotToldToGoOnWhereNoEndpointIsToGetTheBody() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin);
        RawClient client = new RawClient(gateway.port())) {
      client.send(
          "POST /other HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n");
      String reply = client.readUntilClosed(5_000);
      assertThat(reply).startsWith("HTTP/1.1 404 ").containsIgnoringCase("connection: close");
      assertThat(origin.connections()).isZero();
    }
  }

  @Test
  void otherExpectationsAreNotMet() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin)) {
      for (String expectation :
          new String[] {"200-ok", "100-continue, 200-ok", "", "100-continu"}) {
        String reply =
            RawClient.exchange(
                gateway.port(),
                POST + "Content-Length: 5\r\nExpect: " + expectation + "\r\n\r\nhello");
        assertThat(reply).as(expectation).startsWith("HTTP/1.1 417 ");
      }
      assertThat(origin.connections()).isZero();
    }
  }

  @Test
  void aClientOfHttp10IsNeverToldToGoOn() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin)) {
      String reply =
          RawClient.exchange(
              gateway.port(),
              "POST /orders/ HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello");
      assertThat(reply).startsWith("HTTP/1.0 200 OK\r\n").endsWith("\r\n\r\nhi");
    }
  }

  @Test
  void aSmallBodyIsSentAgain() {
    try (ScriptedOrigin failing =
            ScriptedOrigin.answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
        ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(RETRYING, failing, origin)) {
      String body = "0123456789".repeat(1_000);
      for (int i = 0; i < 6; i++) {
        String chunks = "2710\r\n" + body + "\r\n0\r\n\r\n";
        String request =
            i % 2 == 0
                ? PUT + "Content-Length: 10000\r\n\r\n" + body
                : PUT + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
        int before = origin.mark();
        assertThat(RawClient.exchange(gateway.port(), request)).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(origin.since(before).replaceAll("\r\n[0-9a-f]{1,4}\r\n", "")).contains(body);
      }
      assertThat(failing.seen()).contains("PUT / HTTP/1.1\r\n");
    }
  }

  @Test
  void aBodyIsSentAgainThoughItIsStillArriving() {
    ScriptedOrigin hasty =
        new ScriptedOrigin(
            (in, out, self) -> {
              readHead(in);
              in.readNBytes(5);
              write(out, "HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            });
    try (hasty;
        ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(RETRYING, hasty, origin)) {
      for (int i = 0; i < 4; i++) {
        int before = origin.mark();
        try (RawClient client = new RawClient(gateway.port())) {
          client.send(PUT + "Content-Length: 15\r\n\r\nhello");
          pause(200);
          client.send("hello");
          pause(50);
          client.send("world");
          assertThat(client.readUntil("\r\n\r\nhi")).startsWith("HTTP/1.1 200 OK\r\n");
        }
        assertThat(origin.since(before)).endsWith("\r\n\r\nhellohelloworld");
      }
      assertThat(hasty.connections()).isPositive();
    }
  }

  @Test
  void aLargeBodyIsNotSentAgain() {
    ScriptedOrigin failing =
        ScriptedOrigin.answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
    try (failing;
        TestGateway gateway = gateway(RETRYING, failing)) {
      String reply =
          RawClient.exchange(
              gateway.port(), PUT + "Content-Length: 100000\r\n\r\n" + "a".repeat(100_000));
      assertThat(reply).startsWith("HTTP/1.1 503 ");
      assertThat(failing.seen().split("PUT / HTTP/1.1", -1)).hasSize(2);
    }
  }

  @Test
  void aBodyGoesPastAnEndpointThatIsGone() {
    ScriptedOrigin gone = ScriptedOrigin.answering(OK);
    gone.close();
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(gone, origin)) {
      for (int i = 0; i < 4; i++) {
        int before = origin.mark();
        assertThat(RawClient.exchange(gateway.port(), POST + "Content-Length: 5\r\n\r\nhello"))
            .startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(origin.since(before)).endsWith("\r\n\r\nhello");
      }
    }
  }

  @Test
  void aConnectionThatWentStaleIsNoFailure() {
    // Answers one request of each connection, and closes it when the next one comes.
    ScriptedOrigin closing =
        new ScriptedOrigin(
            (in, out, self) -> {
              self.readRequest(in);
              write(out, OK);
              self.readRequest(in);
            });
    try (closing;
        TestGateway gateway = gateway(closing);
        RawClient client = new RawClient(gateway.port())) {
      for (int i = 1; i <= 5; i++) {
        client.send(PUT + "Content-Length: 5\r\n\r\nhello");
        assertThat(client.readUntilSilent(150).split("HTTP/1.1 200 OK", -1)).hasSize(i + 1);
      }
      client.send(POST + "Content-Length: 5\r\n\r\nhello");
      assertThat(client.readUntilSilent(150)).as("it may have been done").contains("HTTP/1.1 502 ");
    }
  }

  @Test
  void anAnswerThatComesBeforeTheBodyIsCompleteIsPassedOn() {
    ScriptedOrigin hasty =
        new ScriptedOrigin(
            (in, out, self) -> {
              readHead(in);
              in.readNBytes(5);
              write(out, OK);
              in.readAllBytes();
            });
    try (hasty;
        TestGateway gateway = gateway(hasty);
        RawClient client = new RawClient(gateway.port())) {
      client.send(POST + "Content-Length: 10\r\n\r\nhello");
      assertThat(client.readUntil("hi")).startsWith("HTTP/1.1 200 OK\r\n");
      await().atMost(Duration.ofSeconds(5)).until(() -> hasty.open() == 0);
      client.send("hello" + POST + "Content-Length: 5\r\n\r\nhello");
      assertThat(client.readUntilSilent(300).split("HTTP/1.1 200 OK", -1)).hasSize(3);
      assertThat(hasty.connections()).isEqualTo(2);
    }
  }

  @Test
  void anAnswerIsReadThoughTheClientIsStillSending() {
    ScriptedOrigin refusing =
        new ScriptedOrigin(
            (in, out, self) -> {
              readHead(in);
              write(out, "HTTP/1.1 413 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
              in.readNBytes(1 << 20);
            });
    byte[] body = new byte[8 << 20];
    try (refusing;
        TestGateway gateway = gateway(refusing)) {
      for (String path :
          new String[] {"/orders/", "/nowhere", "/orders/", "/orders/", "/orders/", "/orders/"}) {
        try (RawClient client = new RawClient(gateway.port())) {
          client.send(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: a\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n");
          client.send(body);
          assertThat(client.readUntilClosed(8_000)).as(path).matches("(?s)HTTP/1.1 4(13|04) .*");
          assertThat(client.isClosed()).isTrue();
        }
      }
    }
  }

  @Test
  void aSmallBodyThatNobodyWantsDoesNotEndTheConnection() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = gateway(origin);
        RawClient client = new RawClient(gateway.port())) {
      client.send("POST /nowhere HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\n\r\nhello");
      assertThat(client.readUntil("}")).startsWith("HTTP/1.1 404 ");
      client.send("hello" + GET);
      assertThat(client.readUntil("\r\n\r\nhi"))
          .endsWith("\r\n\r\nhi")
          .doesNotContainIgnoringCase("connection: close");
      assertThat(origin.seen()).startsWith("GET / HTTP/1.1\r\n");
    }
  }

  @Test
  void aClientThatGoesAwayEndsWhatItsEndpointSends() {
    ScriptedOrigin endless =
        new ScriptedOrigin(
            (in, out, self) -> {
              readHead(in);
              write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              while (true) {
                write(out, "5\r\nhello\r\n");
                pause(20);
              }
            });
    try (endless;
        TestGateway gateway = gateway(endless)) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(GET);
        client.readUntil("hello");
      }
      await().atMost(Duration.ofSeconds(5)).until(() -> endless.open() == 0);
    }
  }

  @Test
  void aClientThatGoesAwayEndsAnAttemptThatWaits() {
    CountDownLatch over = new CountDownLatch(1);
    ScriptedOrigin silent =
        new ScriptedOrigin(
            (in, out, self) -> {
              readHead(in);
              in.readAllBytes();
              over.countDown();
            });
    try (silent;
        TestGateway gateway = gateway(silent)) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(GET);
        await().atMost(Duration.ofSeconds(5)).until(() -> silent.open() == 1);
      }
      await().atMost(Duration.ofSeconds(5)).until(() -> over.getCount() == 0);
    }
  }

  @Test
  void aClientThatReadsSlowlySlowsItsEndpointDown() {
    AtomicLong pushed = new AtomicLong();
    long all = 128L << 20;
    ScriptedOrigin big =
        new ScriptedOrigin(
            (in, out, self) -> {
              readHead(in);
              write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + all + "\r\n\r\n");
              byte[] piece = new byte[64 << 10];
              while (pushed.get() < all) {
                out.write(piece);
                pushed.addAndGet(piece.length);
              }
              // As most do, it keeps its connection open.
              in.readAllBytes();
            });
    try (big;
        TestGateway gateway = gateway(big);
        RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      assertStops(pushed);
      assertThat(client.countUntilClosed(all, 20_000)).isGreaterThan(all);
      assertThat(pushed.get()).isEqualTo(all);
    }
  }

  @Test
  void anEndpointThatReadsSlowlySlowsItsClientDown() throws InterruptedException {
    CountDownLatch read = new CountDownLatch(1);
    AtomicLong pushed = new AtomicLong();
    long all = 128L << 20;
    ScriptedOrigin slow =
        new ScriptedOrigin(
            (in, out, self) -> {
              readHead(in);
              try {
                read.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              in.skipNBytes(all);
              write(out, OK);
            });
    try (slow;
        TestGateway gateway = gateway(slow);
        RawClient client = new RawClient(gateway.port())) {
      Thread sender =
          new Thread(
              () -> {
                client.send(POST + "Content-Length: " + all + "\r\n\r\n");
                byte[] piece = new byte[64 << 10];
                while (pushed.get() < all) {
                  client.send(piece);
                  pushed.addAndGet(piece.length);
                }
              });
      sender.start();
      assertStops(pushed);
      read.countDown();
      sender.join(20_000);
      assertThat(client.readUntil("hi")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  private static void assertStops(AtomicLong pushed) {
    await().atMost(Duration.ofSeconds(10)).until(() -> pushed.get() > 0);
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(500))
        .until(pushed::get, new Unchanged());
    assertThat(pushed.get()).isLessThan(UNDER_WAY);
  }

  /** Holds once it is asked twice about the same. */
  private static final class Unchanged extends org.hamcrest.BaseMatcher<Long> {
    private Object before;

    @Override
    public boolean matches(Object now) {
      boolean same = now.equals(before);
      before = now;
      return same;
    }

    @Override
    public void describeTo(org.hamcrest.Description description) {
      description.appendText("unchanged");
    }
  }
}

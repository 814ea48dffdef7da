package dev.remora.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Authority;
import dev.remora.gateway.testing.Authority.Issued;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import dev.remora.gateway.testing.TlsClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses that last, and bodies that go both ways at once. */
@Timeout(60)
class StreamingTest {
  private static final String ROUTE =
      "routes: [{name: all, to: events, body-limits: {request: none}}]\n";
  private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final int MANY = 20;

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String event(int number) {
    return "data: " + number + "\n\n";
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  /** Sends the head, and an event each time that {@code may} lets it. */
  private static ScriptedOrigin.Script eventsAsToldBy(Semaphore may) {
    return (in, out, origin) -> {
      if (origin.readRequest(in) == null) {
        return;
      }
      write(out, EVENTS);
      for (int i = 0; i < MANY; i++) {
        may.acquireUninterruptibly();
        write(out, chunk(event(i)));
      }
      write(out, "0\r\n\r\n");
    };
  }

  @Test
  void handsOnEachEventBeforeTheNextIsSent() {
    Semaphore may = new Semaphore(0);
    try (ScriptedOrigin origin = new ScriptedOrigin(eventsAsToldBy(may));
        TestGateway gateway = TestGateway.over("events", origin.port()).start(ROUTE);
        RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      // The head comes before there is any event.
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
      long began = System.nanoTime();
      for (int i = 0; i < MANY; i++) {
        may.release();
        assertThat(client.readUntil(event(i))).contains(event(i));
      }
      assertThat(client.readUntil("0\r\n\r\n")).endsWith("0\r\n\r\n");
      // Were any held back for company, it would be by a timer.
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void handsOnEachEventOverHttp2(@TempDir Path folder) throws Exception {
    Semaphore may = new Semaphore(0);
    try (ScriptedOrigin origin = new ScriptedOrigin(eventsAsToldBy(may));
        Http2 http2 = new Http2(folder, origin)) {
      HttpResponse<InputStream> response =
          http2.client.send(
              HttpRequest.newBuilder(http2.uri).build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      InputStream body = response.body();
      for (int i = 0; i < MANY; i++) {
        may.release();
        byte[] expected = event(i).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(body.readNBytes(expected.length)).isEqualTo(expected);
      }
      assertThat(body.read()).isEqualTo(-1);
    }
  }

  @Test
  void lastsLongerThanTheTimeForTheHead() {
    Semaphore may = new Semaphore(0);
    String timeout = "services: {events: {timeout: 300ms}}\n";
    try (ScriptedOrigin origin = new ScriptedOrigin(eventsAsToldBy(may));
        TestGateway gateway = TestGateway.over("events", origin.port()).start(timeout + ROUTE);
        RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      client.readUntil("\r\n\r\n");
      client.readUntilClosed(1_000);
      may.release(MANY);
      assertThat(client.readUntil("0\r\n\r\n")).contains(event(0), event(MANY - 1));
    }
  }

  @Test
  void endsAResponseThatPausesTooLong() {
    Semaphore may = new Semaphore(0);
    String route = "routes: [{name: all, to: events, stream-idle-timeout: 1s}]\n";
    try (ScriptedOrigin origin = new ScriptedOrigin(eventsAsToldBy(may));
        TestGateway gateway = TestGateway.over("events", origin.port()).start(route);
        RawClient client = new RawClient(gateway.port())) {
      client.send(GET);
      client.readUntil("\r\n\r\n");
      for (int i = 0; i < 3; i++) {
        client.readUntilClosed(600);
        may.release();
        assertThat(client.readUntil(event(i))).contains(event(i));
      }
      String all = client.readUntilClosed(5_000);
      assertThat(client.isClosed()).isTrue();
      assertThat(all).doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void allowsNoPauseThatIsNone() {
    String route = "routes: [{name: all, to: events, stream-idle-timeout: never}]\n";
    assertThatThrownBy(() -> TestGateway.over("events", 1).start(route))
        .hasMessageContaining("routes[0].stream-idle-timeout: \"never\"");
  }

  @Test
  void endsTheEndpointsStreamWhenTheClientIsGone() throws Exception {
    Semaphore may = new Semaphore(1);
    try (ScriptedOrigin origin = new ScriptedOrigin(untilItIsClosed());
        TestGateway gateway = TestGateway.over("events", origin.port()).start(ROUTE)) {
      RawClient client = new RawClient(gateway.port());
      client.send(GET);
      client.readUntil("\r\n\r\n");
      assertThat(origin.open()).isEqualTo(1);
      client.close();
      await().atMost(Duration.ofSeconds(2)).until(() -> origin.open() == 0);
      assertThat(may.availablePermits()).isEqualTo(1);
    }
  }

  /** Sends a head, and reads until the gateway closes. */
  private static ScriptedOrigin.Script untilItIsClosed() {
    return (in, out, origin) -> {
      if (origin.readRequest(in) != null) {
        write(out, EVENTS);
        assertThat(in.read()).isEqualTo(-1);
      }
    };
  }

  @Test
  void endsTheEndpointsStreamWhenAStreamOfHttp2IsReset(@TempDir Path folder) throws Exception {
    try (ScriptedOrigin origin = new ScriptedOrigin(untilItIsClosed());
        Http2 http2 = new Http2(folder, origin)) {
      HttpResponse<InputStream> response =
          http2.client.send(
              HttpRequest.newBuilder(http2.uri).build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(origin.open()).isEqualTo(1);
      response.body().close();
      await().atMost(Duration.ofSeconds(2)).until(() -> origin.open() == 0);
    }
  }

  /** Sends back each line of a chunked body at once. */
  private static void echo(InputStream in, OutputStream out, ScriptedOrigin origin)
      throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        return;
      }
      head.append((char) octet);
    }
    write(out, EVENTS);
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      if (octet == '\n') {
        String text = line.toString().trim();
        line.setLength(0);
        if (text.startsWith("data")) {
          write(out, chunk(text + "\n"));
        } else if (text.equals("0")) {
          in.readNBytes(2);
          write(out, "0\r\n\r\n");
        }
      } else {
        line.append((char) octet);
      }
    }
  }

  @Test
  void carriesBothBodiesAtOnce() {
    try (ScriptedOrigin origin = new ScriptedOrigin(StreamingTest::echo);
        TestGateway gateway = TestGateway.over("events", origin.port()).start(ROUTE);
        RawClient client = new RawClient(gateway.port())) {
      client.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
      for (int i = 0; i < MANY; i++) {
        client.send(chunk("data " + i + "\n"));
        assertThat(client.readUntil("data " + i + "\n")).contains("data " + i + "\n");
      }
      client.send("0\r\n\r\n");
      assertThat(client.readUntil("\r\n0\r\n\r\n")).endsWith("\r\n0\r\n\r\n");
    }
  }

  @Test
  void carriesBothBodiesAtOnceOverHttp2(@TempDir Path folder) throws Exception {
    // The JDK's client waits until it has sent all; this one doesn't.
    Vertx vertx = Vertx.vertx();
    try (ScriptedOrigin origin = new ScriptedOrigin(StreamingTest::echo);
        Http2 http2 = new Http2(folder, origin)) {
      HttpClientOptions options =
          new HttpClientOptions()
              .setSsl(true)
              .setUseAlpn(true)
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setTrustOptions(
                  new PemTrustOptions().addCertPath(http2.authority.file().toString()));
      HttpClientRequest request =
          get(
              vertx
                  .createHttpClient(options)
                  .request(HttpMethod.POST, http2.uri.getPort(), "localhost", "/x"));
      BlockingQueue<String> received = new LinkedBlockingQueue<>();
      get(request.writeHead());
      HttpClientResponse response =
          get(
              request
                  .response()
                  .map(answer -> answer.handler(each -> received.add(each.toString()))));
      CompletableFuture<Void> ended = response.end().toCompletionStage().toCompletableFuture();
      for (int i = 0; i < MANY; i++) {
        get(request.write("data " + i + "\n"));
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("data " + i + "\n");
      }
      get(request.end());
      ended.get(10, TimeUnit.SECONDS);
    } finally {
      get(vertx.close());
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** What both sides' sockets hold, and the gateway's own 64 KiB or so. */
  private static final long MOST_ON_THE_WAY = 16L << 20;

  private static final long FLOOD = 64L << 20;

  private enum Direction {
    DOWN,
    UP
  }

  @ParameterizedTest
  @EnumSource
  void holdsUpASenderWhoseReaderIsSlow(Direction direction) throws Exception {
    AtomicLong sent = new AtomicLong();
    Semaphore mayRead = new Semaphore(0);
    ScriptedOrigin.Script script =
        (in, out, origin) -> {
          if (direction == Direction.DOWN) {
            origin.readRequest(in);
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + FLOOD + "\r\n\r\n");
            flood(out, sent);
          } else {
            mayRead.acquireUninterruptibly();
            origin.readRequest(in);
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          }
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        TestGateway gateway =
            TestGateway.over("events", origin.port())
                .start("defaults: {body-limits: {request: none}}\n" + ROUTE);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      if (direction == Direction.DOWN) {
        write(client.getOutputStream(), GET);
      } else {
        write(
            client.getOutputStream(),
            "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + FLOOD + "\r\n\r\n");
        Thread sender = new Thread(() -> floodQuietly(client, sent));
        sender.setDaemon(true);
        sender.start();
      }
      assertThat(settled(sent)).isBetween(1L, MOST_ON_THE_WAY);
      mayRead.release();
      long expected = direction == Direction.DOWN ? FLOOD : 1;
      byte[] piece = new byte[64 << 10];
      long read = 0;
      while (read < expected) {
        int count = client.getInputStream().read(piece);
        assertThat(count).isPositive();
        read += count;
      }
      await().untilAtomic(sent, org.hamcrest.Matchers.is(FLOOD));
    }
  }

  private static void flood(OutputStream out, AtomicLong sent) throws IOException {
    byte[] piece = new byte[64 << 10];
    while (sent.get() < FLOOD) {
      out.write(piece);
      sent.addAndGet(piece.length);
    }
  }

  private static void floodQuietly(Socket client, AtomicLong sent) {
    try {
      flood(client.getOutputStream(), sent);
    } catch (IOException e) {
      sent.set(-1);
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

  /** A gateway that a client of HTTP/2 calls over TLS. */
  private static final class Http2 implements AutoCloseable {
    private final Authority authority;
    private final TestGateway gateway;
    private final HttpClient client;
    private final URI uri;

    Http2(Path folder, ScriptedOrigin origin) throws Exception {
      authority = new Authority(folder, "ca");
      Issued own = authority.issue("own", "localhost");
      gateway =
          TestGateway.over("events", origin.port())
              .start(
                  "listeners: [{address: 127.0.0.1, port: 0, tls: {certificates: ["
                      + own.yaml()
                      + "]}}]\n"
                      + ROUTE);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, TlsClient.trust(authority), null);
      client = HttpClient.newBuilder().sslContext(context).build();
      uri = URI.create("https://localhost:" + gateway.port() + "/x");
    }

    @Override
    public void close() {
      gateway.close();
    }
  }
}

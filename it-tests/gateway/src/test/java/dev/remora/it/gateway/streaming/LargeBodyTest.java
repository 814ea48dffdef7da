package dev.remora.it.gateway.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.remora.it.gateway.GatewayJar;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies several times as large as all the memory that the gateway may take. */
@Timeout(120)
class LargeBodyTest {
  private static final long LARGE = 256L << 20;
  private static final long SMALL = 16L << 20;
  private static final int PIECE = 64 << 10;

  /** Above what it takes once it is warm, by the operating system's account. */
  private static final long MOST_GROWTH = 48L << 20;

  private static final String ASK =
      """
      GET /chat/x HTTP/1.1
      Host: a
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n");

  private static final String AGREE =
      """
      HTTP/1.1 101 Switching Protocols
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

      """
          .replace("\n", "\r\n");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer backend;
  private ServerSocket chat;
  private GatewayJar gateway;

  @BeforeEach
  void start() throws Exception {
    backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backend.setExecutor(threads);
    backend.createContext("/", LargeBodyTest::answer);
    backend.start();
    chat = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Path services = Files.createTempFile("services", ".yaml");
    Files.writeString(
        services,
        "endpoints: {files: ['127.0.0.1:%d'], chat: ['127.0.0.1:%d']}\n"
            .formatted(backend.getAddress().getPort(), chat.getLocalPort()));
    gateway =
        GatewayJar.start(
            "registry: file:"
                + services
                + "\nexpose: [files, chat]\ndefaults: {body-limits: {request: none}}\n",
            Map.of(),
            "-Xmx64m",
            "-XX:MaxDirectMemorySize=32m");
  }

  @AfterEach
  void stop() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
    backend.stop(0);
    chat.close();
    threads.shutdownNow();
  }

  /** {@code POST}: tells the length and the sum of the body; {@code GET /LENGTH}: sends so much. */
  private static void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      byte[] told = sum(exchange.getRequestBody()).getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, told.length);
      exchange.getResponseBody().write(told);
    } else {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      long length = Long.parseLong(path[path.length - 1]);
      exchange.sendResponseHeaders(200, path[1].equals("chunked") ? 0 : length);
      Pattern body = new Pattern(length);
      body.transferTo(exchange.getResponseBody());
    }
    exchange.close();
  }

  private static String sum(InputStream body) throws IOException {
    CheckedInputStream in = new CheckedInputStream(body, new CRC32());
    byte[] piece = new byte[PIECE];
    long length = 0;
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      length += count;
    }
    return length + " " + Long.toHexString(in.getChecksum().getValue());
  }

  private long resident() throws IOException {
    Path status = Path.of("/proc", Long.toString(gateway.process().pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new AssertionError("no VmRSS in " + status);
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private String down(String how, long length) throws Exception {
    URI uri = URI.create(gateway.url() + "/files/" + how + "/" + length);
    HttpResponse<InputStream> response =
        client()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      return sum(body);
    }
  }

  private String up(boolean chunked, long length) throws Exception {
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.ofInputStream(() -> new Pattern(length));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/files/up"))
            .POST(chunked ? body : HttpRequest.BodyPublishers.fromPublisher(body, length))
            .build();
    return client().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void passesThroughWithoutBeingKept() throws Exception {
    String small = sum(new Pattern(SMALL));
    // All paths warm: code, buffers, connections.
    assertThat(down("plain", SMALL)).isEqualTo(small);
    assertThat(down("chunked", SMALL)).isEqualTo(small);
    assertThat(up(false, SMALL)).isEqualTo(small);
    assertThat(up(true, SMALL)).isEqualTo(small);
    long before = resident();
    String large = sum(new Pattern(LARGE));
    List<Future<String>> bodies = new ArrayList<>();
    bodies.add(threads.submit(() -> down("plain", LARGE)));
    bodies.add(threads.submit(() -> down("chunked", LARGE)));
    bodies.add(threads.submit(() -> up(false, LARGE)));
    bodies.add(threads.submit(() -> up(true, LARGE)));
    for (Future<String> each : bodies) {
      assertThat(each.get()).isEqualTo(large);
    }
    long growth = resident() - before;
    System.out.println("4 x 256 MiB at once: " + (growth >> 20) + " MiB more, of " + before);
    assertThat(growth).isLessThan(MOST_GROWTH);
    assertThat(gateway.log()).doesNotContain("OutOfMemory");
  }

  @Test
  void isNotKeptForThoseWhoDoNotRead() throws Exception {
    assertThat(down("plain", SMALL)).isEqualTo(sum(new Pattern(SMALL)));
    AtomicLong sent = new AtomicLong();
    threads.execute(() -> flood(sent));
    long before = resident();
    List<Socket> waiting = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      waiting.add(ask("GET /files/plain/" + LARGE + " HTTP/1.1\r\nHost: a\r\n\r\n"));
      waiting.add(ask(ASK));
    }
    for (Socket each : waiting) {
      assertThat(each.getInputStream().read()).isEqualTo('H');
    }
    // Nothing moves any more, and what did is in the sockets.
    AtomicLong last = new AtomicLong(-1);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> last.getAndSet(sent.get()) == sent.get() && sent.get() > 0);
    long growth = resident() - before;
    System.out.println("32 that do not read: " + (growth >> 20) + " MiB more");
    assertThat(growth).isLessThan(MOST_GROWTH);
    assertThat(gateway.log()).doesNotContain("OutOfMemory");
    for (Socket each : waiting) {
      each.close();
    }
    assertThat(down("plain", SMALL)).isEqualTo(sum(new Pattern(SMALL)));
  }

  private Socket ask(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Makes each connection a WebSocket, and sends on it without end. */
  private void flood(AtomicLong sent) {
    try {
      while (true) {
        Socket socket = chat.accept();
        threads.execute(() -> flood(socket, sent));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void flood(Socket socket, AtomicLong sent) {
    try (socket) {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      OutputStream out = socket.getOutputStream();
      out.write(AGREE.getBytes(StandardCharsets.US_ASCII));
      byte[] piece = new byte[PIECE];
      while (true) {
        out.write(piece);
        sent.addAndGet(piece.length);
      }
    } catch (IOException e) {
      // The gateway closed it.
    }
  }

  /** Bytes of which no two kibibytes are the same. */
  private static final class Pattern extends InputStream {
    private final long length;
    private long at;

    Pattern(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return at == length ? -1 : value(at++) & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int most) {
      if (at == length) {
        return -1;
      }
      int count = (int) Math.min(most, length - at);
      for (int i = 0; i < count; i++) {
        to[offset + i] = value(at++);
      }
      return count;
    }

    private static byte value(long position) {
      return (byte) (position ^ (position >> 10) * 31);
    }
  }
}

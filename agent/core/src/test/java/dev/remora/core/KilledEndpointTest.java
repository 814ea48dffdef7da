package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import dev.remora.core.testing.SentRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers that die and fail, and a client that makes of the mesh what an integration does. */
class KilledEndpointTest {
  @TempDir Path folder;

  private final AtomicInteger served = new AtomicInteger();
  private final List<HttpServer> servers = new ArrayList<>();
  private volatile int status = 200;
  private Mesh mesh;

  @AfterEach
  void close() {
    mesh.close();
    servers.forEach(server -> server.stop(0));
  }

  private HttpServer serve(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          served.incrementAndGet();
          exchange.getResponseHeaders().set("Connection", "close");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return server;
  }

  private void start(String... settings) throws IOException {
    String endpoints =
        servers.stream()
            .map(server -> "127.0.0.1:" + server.getAddress().getPort())
            .collect(Collectors.joining(", "));
    Path file =
        Files.writeString(
            folder.resolve("endpoints.yaml"), "endpoints: {orders: [" + endpoints + "]}");
    Properties properties = new Properties();
    properties.setProperty("remora.first-call-timeout", "20s");
    // So that each endpoint gets its turn.
    properties.setProperty("remora.services.*.balance", "round-robin");
    properties.setProperty("remora.registry", "file:" + file);
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.setProperty(
          "remora.services.orders." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    mesh = Mesh.start(Config.load(null, properties, Map.of()), new LogLines(Log.Level.DEBUG).log());
  }

  /** The status that the application gets. */
  private int call() throws Exception {
    MeshCall call = mesh.route("orders", SentRequest.GET);
    assertThat(call).isNotNull();
    while (true) {
      long wait;
      try {
        int answer = exchange(call);
        wait = call.retry(answer, null);
        if (wait < 0) {
          return answer;
        }
      } catch (IOException e) {
        wait = call.failover(e) ? 0 : call.retry(e);
        if (wait < 0) {
          throw e;
        }
      }
      Thread.sleep(wait);
    }
  }

  private static int exchange(MeshCall call) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(call.address(), call.port()),
          (int) call.connectTimeoutMillis(10_000));
      socket.setSoTimeout((int) call.attemptTimeoutMillis(10_000));
      socket
          .getOutputStream()
          .write(
              "SentRequest.GET / HTTP/1.1\r\nHost: orders\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      if (head.length < "HTTP/1.1 200".length()) {
        throw new IOException("the connection ended before the response");
      }
      return Integer.parseInt(new String(head, 9, 3, StandardCharsets.US_ASCII));
    }
  }

  private MeshStatus.Endpoint endpoint(int port) {
    return mesh.status().services().get(0).endpoints().stream()
        .filter(endpoint -> endpoint.port() == port)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aKilledEndpointIsOutAfterFiveFailuresAndBackWhenItLives() throws Exception {
    for (int i = 0; i < 3; i++) {
      serve(0);
    }
    start("outlier.base-ejection=2s");
    for (int i = 0; i < 30; i++) {
      assertThat(call()).isEqualTo(200);
    }
    int port = servers.get(1).getAddress().getPort();
    servers.get(1).stop(0);
    // Of the listening socket; what it has accepted is closed by its own threads a little later.
    long end = System.nanoTime() + 300_000_000L;
    int calls = 0;
    while (System.nanoTime() < end || calls < 100) {
      assertThat(call()).isEqualTo(200);
      calls++;
    }
    assertThat(endpoint(port).connectFailures()).isEqualTo(5);
    assertThat(endpoint(port).out()).startsWith("ejected: 5 failures in a row, ");

    serve(port);
    await()
        .untilAsserted(
            () -> {
              assertThat(call()).isEqualTo(200);
              assertThat(endpoint(port).out()).isEmpty();
            });
    long picks = endpoint(port).picks();
    for (int i = 0; i < 30; i++) {
      assertThat(call()).isEqualTo(200);
    }
    assertThat(endpoint(port).picks() - picks).isBetween(9L, 11L);
  }

  @Test
  void aServiceThatFailsAsAWholeGetsAFifthMoreAttemptsAndRecoversAtOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      serve(0);
    }
    start("retry.attempts=3", "retry.backoff=0ms", "retry.budget-floor=0");
    status = 503;
    int calls = 1_000;
    for (int i = 0; i < calls; i++) {
      assertThat(call()).isEqualTo(503);
    }
    assertThat(served.get()).isBetween(calls * 11 / 10, calls * 6 / 5);
    status = 200;
    for (int i = 0; i < 100; i++) {
      assertThat(call()).isEqualTo(200);
    }
    assertThat(mesh.status().services().get(0).endpoints())
        .allSatisfy(endpoint -> assertThat(endpoint.inFlight()).isZero());
  }
}

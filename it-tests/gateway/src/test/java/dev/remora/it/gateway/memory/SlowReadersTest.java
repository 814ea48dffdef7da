package dev.remora.it.gateway.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.remora.it.gateway.GatewayJar;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients that ask for much and read nothing, and a gateway with little memory. */
class SlowReadersTest {
  private static final int READERS = 400;
  private static final int PIECE = 64 << 10;
  private static final long LARGE = 32L << 20;

  /** What waits for each of them, in memory: far less than the response. */
  private static final long MOST_KIB_EACH = 256;

  @TempDir Path folder;

  @Test
  void leaveRoomForOthers() throws Exception {
    HttpServer origin = origin();
    Path services = folder.resolve("services.yaml");
    Files.writeString(
        services, "endpoints: {orders: [127.0.0.1:" + origin.getAddress().getPort() + "]}");
    List<Socket> readers = new ArrayList<>();
    try (GatewayJar gateway =
        GatewayJar.start(
            "registry: file:" + services + "\nexpose: [orders]",
            Map.of(),
            "-Xmx128m",
            "-Xms128m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC")) {
      assertThat(get(gateway, "/orders/small")).isEqualTo(200);
      long before = residentKiB(gateway);
      for (int i = 0; i < READERS; i++) {
        readers.add(reader(URI.create(gateway.url()).getPort()));
      }
      for (int i = 0; i < 10; i++) {
        assertThat(get(gateway, "/orders/small")).isEqualTo(200);
        Thread.sleep(300);
      }
      assertThat(residentKiB(gateway) - before).isLessThan(READERS * MOST_KIB_EACH);
      assertThat(gateway.log()).doesNotContain("OutOfMemory");
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
      origin.stop(0);
    }
  }

  private static HttpServer origin() throws IOException {
    HttpServer origin =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), READERS);
    origin.createContext(
        "/",
        exchange -> {
          long left = exchange.getRequestURI().getPath().equals("/large") ? LARGE : 1;
          exchange.sendResponseHeaders(200, left);
          byte[] piece = new byte[PIECE];
          try (OutputStream out = exchange.getResponseBody()) {
            while (left > 0) {
              int length = (int) Math.min(left, piece.length);
              out.write(piece, 0, length);
              left -= length;
            }
          }
        });
    origin.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "origin");
              thread.setDaemon(true);
              return thread;
            }));
    origin.start();
    return origin;
  }

  private static Socket reader(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write(
            "GET /orders/large HTTP/1.1\r\nHost: slow\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static int get(GatewayJar gateway, String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static long residentKiB(GatewayJar gateway) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc/" + gateway.process().pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new AssertionError("no VmRSS");
  }
}

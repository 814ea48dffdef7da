package dev.remora.it.tokens;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The gateway's jar as a process on a free port of the loopback, before a service {@code orders}.
 */
final class Gateway implements AutoCloseable {
  private static final Path JAR = Path.of(System.getProperty("gateway.jar"));
  private static final long START_NANOS = 60_000_000_000L;

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer orders;
  private final int port = freePort();
  private final Path log;
  private final Process process;

  /** One with these settings beside registry and listener. */
  Gateway(Path folder, String settings) throws IOException, InterruptedException {
    orders = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    orders.createContext(
        "/",
        exchange -> {
          boolean leaked = exchange.getRequestHeaders().containsKey("Authorization");
          exchange.sendResponseHeaders(leaked ? 500 : 200, -1);
          exchange.close();
        });
    orders.start();
    Path services =
        Files.writeString(
            folder.resolve("services.yaml"),
            "endpoints: {orders: [127.0.0.1:" + orders.getAddress().getPort() + "]}\n");
    Path token =
        Files.writeString(folder.resolve("admin-token"), "0123456789abcdef0123456789abcdef");
    Path file =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            ("registry: file:" + services + "\n")
                + ("listeners: [{address: 127.0.0.1, port: " + port + "}]\n")
                + ("admin: {port: " + freePort() + ", token-file: " + token + "}\n")
                + settings);
    log = folder.resolve("gateway.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            JAR.toString(),
            file.toString());
    // Those with which tests find their engines are no settings.
    builder.environment().keySet().removeIf(name -> name.startsWith("REMORA_"));
    process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long end = System.nanoTime() + START_NANOS;
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("the gateway did not start:\n" + log());
      }
      Thread.sleep(50);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The status of what it answers; 500 if the service saw the token. */
  int get(String path, String token) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<Void> response = http.send(request.build(), BodyHandlers.discarding());
    return response.statusCode();
  }

  /** What it has said. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    orders.stop(0);
  }
}

package dev.remora.it.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real Consul agent on ports of its own, which can be stopped and started again. */
final class ConsulAgent implements AutoCloseable {
  private final Path folder;
  private final int port = freePort();
  private final int server = freePort();
  private final int serf = freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private ConsulAgent(Path folder) throws IOException {
    this.folder = folder;
  }

  /** An agent that is not started yet, but whose port is known. */
  static ConsulAgent prepare(Path folder) throws IOException {
    return new ConsulAgent(Files.createDirectories(folder.resolve("consul")));
  }

  int port() {
    return port;
  }

  /** Starts with an empty catalogue, and waits until there is a leader. */
  void start() throws Exception {
    process =
        new ProcessBuilder(
                Environment.consul().toString(),
                "agent",
                "-dev",
                "-bind=127.0.0.1",
                "-http-port=" + port,
                "-dns-port=-1",
                "-grpc-port=-1",
                "-server-port=" + server,
                "-serf-lan-port=" + serf,
                "-serf-wan-port=-1")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("consul.log").toFile())
            .start();
    Await.until(
        () -> {
          try {
            return send("GET", "/v1/status/leader", "").length() > 2;
          } catch (IOException e) {
            return false;
          }
        });
  }

  void stop() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  void register(String service, int servicePort) throws Exception {
    send(
        "PUT",
        "/v1/agent/service/register",
        "{\"Name\":\"%s\",\"ID\":\"%s-%d\",\"Address\":\"127.0.0.1\",\"Port\":%d}"
            .formatted(service, service, servicePort, servicePort));
  }

  /** The catalogue's services as JSON. */
  String services() throws Exception {
    return send("GET", "/v1/catalog/services", "");
  }

  /** The healthy endpoints of a service as JSON. */
  String endpoints(String service) throws Exception {
    return send("GET", "/v1/health/service/" + service + "?passing", "");
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  /** A port of the loopback that is free now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }
}

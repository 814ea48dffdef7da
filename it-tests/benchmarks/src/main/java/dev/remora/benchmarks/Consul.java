package dev.remora.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A Consul agent in development mode, for the time of one measurement. */
public final class Consul implements AutoCloseable {
  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private Consul(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one, and waits for its leader. */
  public static Consul start() throws IOException, InterruptedException {
    int http = freePort();
    Process process =
        new ProcessBuilder(
                binary(),
                "agent",
                "-dev",
                "-bind=127.0.0.1",
                "-http-port=" + http,
                "-dns-port=-1",
                "-grpc-port=-1",
                "-server-port=" + freePort(),
                "-serf-lan-port=" + freePort(),
                "-serf-wan-port=-1")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Consul consul = new Consul(process, http);
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        if (consul.send("GET", "/v1/status/leader", "").body().length() > 2) {
          return consul;
        }
      } catch (IOException e) {
        // Not listening yet.
      }
      Thread.sleep(100);
    }
    process.destroyForcibly();
    throw new IOException("Consul did not elect a leader within 10 s");
  }

  /** Of its HTTP API, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Registers an endpoint at that port of 127.0.0.1. */
  public void register(String service, int servicePort) throws IOException, InterruptedException {
    move(service, service + "-" + servicePort, servicePort);
  }

  /** Registers the endpoint {@code id} at that port, wherever it was before. */
  public void move(String service, String id, int servicePort)
      throws IOException, InterruptedException {
    String json =
        "{\"Name\":\""
            + service
            + "\",\"ID\":\""
            + id
            + "\",\"Address\":\"127.0.0.1\",\"Port\":"
            + servicePort
            + "}";
    HttpResponse<String> response = send("PUT", "/v1/agent/service/register", json);
    if (response.statusCode() != 200) {
      throw new IOException("Consul refused the registration: " + response.body());
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String binary() throws IOException {
    String folder =
        System.getenv()
            .getOrDefault(
                "REMORA_ENGINES", System.getProperty("user.home") + "/.cache/remora/engines");
    Path file = Path.of(folder, "engines.properties");
    Properties engines = new Properties();
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        engines.load(in);
      }
    }
    String consul = System.getenv().getOrDefault("REMORA_CONSUL", engines.getProperty("consul"));
    if (consul == null) {
      throw new IOException(
          "no Consul on this machine; get it with: it-tests/engines/install consul");
    }
    return consul;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}

package dev.remora.it.contract.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Consul agent in development mode, on loopback. */
public final class Consul implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  /** Starts one and waits until it has a leader. */
  public Consul(Path log) throws IOException, InterruptedException {
    List<Integer> ports = freePorts(3);
    port = ports.get(0);
    process =
        new ProcessBuilder(
                Engines.consul().toString(),
                "agent",
                "-dev",
                "-bind=127.0.0.1",
                "-client=127.0.0.1",
                "-http-port=" + port,
                "-server-port=" + ports.get(1),
                "-serf-lan-port=" + ports.get(2),
                "-serf-wan-port=-1",
                "-dns-port=-1",
                "-grpc-port=-1",
                "-log-level=warn")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!leads()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("consul does not start, see " + log);
      }
      Thread.sleep(50);
    }
  }

  /** Port of its HTTP API. */
  public int port() {
    return port;
  }

  /** Registers an endpoint of a service, without a health check: healthy. */
  public void register(String service, InetSocketAddress endpoint)
      throws IOException, InterruptedException {
    String ip = endpoint.getAddress().getHostAddress();
    String body =
        """
        {"ID": "%s-%s-%d", "Name": "%s", "Address": "%s", "Port": %d}"""
            .formatted(service, ip, endpoint.getPort(), service, ip, endpoint.getPort());
    HttpRequest request =
        request("/v1/agent/service/register")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    int status = http.send(request, BodyHandlers.ofString()).statusCode();
    if (status != 200) {
      throw new IOException("consul answered " + status + " to the registration of " + service);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private boolean leads() throws InterruptedException {
    try {
      String leader =
          http.send(request("/v1/status/leader").build(), BodyHandlers.ofString()).body();
      return leader.contains(":");
    } catch (IOException e) {
      return false;
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(5));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}

package dev.remora.it.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code java -jar remora-gateway.jar} in a process of its own, with a listener and an admin server
 * on free ports of 127.0.0.1.
 */
public final class GatewayJar implements AutoCloseable {
  private static final long START_SECONDS = 30;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final Path settings;
  private final int port;
  private final int adminPort;
  private final Process process;

  private GatewayJar(Path folder, Path settings, int port, int adminPort, Process process) {
    this.folder = folder;
    this.settings = settings;
    this.port = port;
    this.adminPort = adminPort;
    this.process = process;
  }

  /**
   * Starts the gateway and waits until it is ready.
   *
   * @param yaml settings beside {@code admin} and, unless they are there with {@code PORT} for the
   *     port, {@code listeners}
   * @param environment variables beside those of the test
   * @param options of the JVM
   */
  public static GatewayJar start(String yaml, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("gateway");
    int port = freePort();
    int adminPort = freePort();
    Path settings = folder.resolve("gateway.yaml");
    Files.writeString(folder.resolve("admin-token"), "a-token-of-the-test-0123456789abcdef");
    Files.writeString(settings, all(folder, port, adminPort, yaml));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", jar().toString(), settings.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Those with which tests find their engines are no settings.
    builder.environment().keySet().removeIf(name -> name.startsWith("REMORA_"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(folder.resolve("log").toFile()).start();
    GatewayJar gateway = new GatewayJar(folder, settings, port, adminPort, process);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!gateway.isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        gateway.close();
        throw new AssertionError("the gateway does not get ready:\n" + gateway.log());
      }
      Thread.sleep(20);
    }
    return gateway;
  }

  private static String all(Path folder, int port, int adminPort, String yaml) {
    String listeners =
        yaml.contains("listeners:") ? "" : "listeners: [{address: 127.0.0.1, port: PORT}]\n";
    return "admin: {port: "
        + adminPort
        + ", token-file: "
        + folder.resolve("admin-token")
        + "}\n"
        // A test that ends it has no balancers that have to notice.
        + (yaml.contains("drain:") ? "" : "drain: 0s\n")
        + (listeners + yaml).replace("PORT", String.valueOf(port))
        + "\n";
  }

  /** The jar, as the build has made it. */
  public static Path jar() {
    return Path.of(
        System.getProperty("project.root"), "edge-gateway", "target", "remora-gateway.jar");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("http://127.0.0.1:" + adminPort + "/readyz").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Asks the admin server, with its token. */
  public HttpResponse<String> admin(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(adminUrl() + path))
            .header("authorization", "Bearer " + token())
            .timeout(Duration.ofSeconds(10))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Writes other settings into its file. */
  public void edit(String yaml) throws IOException {
    Files.writeString(settings, all(folder, port, adminPort, yaml));
  }

  /** Where clients call it, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The port that clients call. */
  public int port() {
    return port;
  }

  /** Where its admin server is, without a slash at the end. */
  public String adminUrl() {
    return "http://127.0.0.1:" + adminPort;
  }

  /** The token of the admin server. */
  public String token() throws IOException {
    return Files.readString(folder.resolve("admin-token"));
  }

  /** A folder that goes with it, where its files are. */
  public Path folder() {
    return folder;
  }

  /** The process. */
  public Process process() {
    return process;
  }

  /** All that it has printed. */
  public String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}

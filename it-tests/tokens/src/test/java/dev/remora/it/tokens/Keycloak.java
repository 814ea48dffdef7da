package dev.remora.it.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A real Keycloak as a process on a free port of the loopback, with the realm {@code shop}. */
final class Keycloak implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("keycloak.home"));
  private static final Duration START_TIMEOUT = Duration.ofSeconds(150);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final Path log;
  private final Process process;

  /** Starts one whose clients have that secret, or the keys that {@code jwks} tells. */
  Keycloak(Path folder, String secret, String jwks) {
    log = folder.resolve("keycloak.log");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      String realm = Files.readString(Path.of("src", "test", "resources", "realm.json"));
      Path imports = Files.createDirectories(HOME.resolve("data").resolve("import"));
      Files.writeString(
          imports.resolve("shop-realm.json"),
          realm.replace("${SECRET}", secret).replace("${JWKS}", jwks));
      ProcessBuilder builder =
          new ProcessBuilder(
                  HOME.resolve("bin").resolve("kc.sh").toString(),
                  "start-dev",
                  "--import-realm",
                  "--cache=local",
                  "--db=dev-mem",
                  "--http-host=127.0.0.1",
                  "--http-port=" + port)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "JAVA_HOME",
                  System.getProperty("java.home"),
                  "JAVA_OPTS_KC_HEAP",
                  "-Xms64m -Xmx400m"));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it answers. */
  Keycloak awaitStart() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!answers()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("Keycloak did not start:\n" + Files.readString(log));
      }
      Thread.sleep(200);
    }
    return this;
  }

  private boolean answers() throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(URI.create(issuer()))).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The issuer of the realm's tokens. */
  String issuer() {
    return "http://127.0.0.1:" + port + "/realms/shop";
  }

  /** The keys that verify them. */
  String keys() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(issuer() + "/protocol/openid-connect/certs")))
        .body();
  }

  /** What it answers to somebody who logs in at the client {@code front}. */
  String logIn(String user, String password) throws IOException, InterruptedException {
    String form = "grant_type=password&client_id=front&username=" + user + "&password=" + password;
    return send(HttpRequest.newBuilder(URI.create(issuer() + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)))
        .body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}

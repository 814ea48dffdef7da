package dev.remora.it.tokens;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A real authorization server, Spring's, as a process on a free port of the loopback, over TLS with
 * a certificate of its own.
 */
final class AuthorizationServer implements AutoCloseable {
  private static final Path BUILT = Path.of(System.getProperty("authorization.server"));
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final int port;
  private final String secret;
  private final String jwks;
  private final HttpClient http;
  private Process process;

  /** One whose clients have that secret, or the keys that {@code jwks} tells. */
  AuthorizationServer(Path folder, String secret, String jwks) {
    this.folder = folder;
    this.secret = secret;
    this.jwks = jwks;
    this.port = freePort();
    makeCertificate();
    this.http = HttpClient.newBuilder().sslContext(trusting()).build();
  }

  private void makeCertificate() {
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-validity",
        "2");
    keytool("-exportcert", "-alias", "server", "-rfc", "-file", ca().toString());
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore", keyStore().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    run(command);
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ":\n" + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private SSLContext trusting() {
    try {
      KeyStore store = KeyStore.getInstance(keyStore().toFile(), PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("server", store.getCertificate("server"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path keyStore() {
    return folder.resolve("server.p12");
  }

  /** Its certificate. */
  Path ca() {
    return folder.resolve("ca.pem");
  }

  /** Its issuer. */
  String issuer() {
    return "https://localhost:" + port;
  }

  /** Starts it and waits until it answers. */
  AuthorizationServer start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp"));
    Path log = folder.resolve("server.log");
    try {
      command.add(
          BUILT.resolve("classes")
              + File.pathSeparator
              + Files.readString(BUILT.resolve("class-path")).trim());
      command.add("dev.remora.it.authorization.AuthorizationServerApplication");
      command.addAll(
          List.of(
              "--server.address=127.0.0.1",
              "--server.port=" + port,
              "--server.ssl.key-store=" + keyStore(),
              "--server.ssl.key-store-password=" + PASSWORD,
              "--spring.main.banner-mode=off",
              "--logging.level.root=warn",
              "--secret=" + secret,
              "--jwks=" + jwks));
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
      while (!listens()) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw new AssertionError("the server did not start:\n" + Files.readString(log));
        }
        Thread.sleep(50);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The body of what it answers. */
  String get(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(issuer() + path)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The body of what it answers to a form that the client {@code id} sends. */
  String post(String path, String id, String form) {
    String password = id + ":" + URLEncoder.encode(secret + "-" + id, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer() + path))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(password.getBytes(StandardCharsets.US_ASCII)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** How often it was asked for a token. */
  int asked() {
    return Integer.parseInt(get("/asked"));
  }

  /** Ends it as a crash would. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** It keeps its connections and says nothing any more, until {@link #resume}. */
  void pause() {
    run(List.of("kill", "-STOP", Long.toString(process.pid())));
  }

  /** It goes on. */
  void resume() {
    run(List.of("kill", "-CONT", Long.toString(process.pid())));
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

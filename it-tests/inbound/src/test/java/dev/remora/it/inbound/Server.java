package dev.remora.it.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.remora.core.testing.Engines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A server in a JVM of its own, with the agent, whose door is in the hands of the application. */
final class Server implements AutoCloseable {
  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private final OutputStream in;
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  private Server(Process process, Path errors) throws IOException {
    this.process = process;
    this.errors = errors;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.in = process.getOutputStream();
    String line = out.readLine();
    if (line == null || !line.startsWith("ready ")) {
      String said = "the server said " + line + " and " + errors();
      close();
      throw new IOException(said);
    }
    this.port = Integer.parseInt(line.substring("ready ".length()));
  }

  static Server start(ServerUnderTest server) throws IOException {
    Path services = Files.writeString(Files.createTempFile("services", ".yaml"), "endpoints: {}\n");
    List<String> command =
        List.of(
            Engines.java(server.jdk()).toString(),
            "-javaagent:"
                + System.getProperty("remora.agent.jar")
                + "=inbound.token=relay,registry=file:"
                + services,
            "-cp",
            Apps.classPath(server),
            "app.Main",
            server.main() == null ? "app.JdkServer" : "app." + server.main());
    Path errors = Files.createTempFile("server", ".err");
    return new Server(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** Sends a GET that is known as {@code name}; returns the status and the body. */
  String get(String path, String name) {
    // On a connection of its own: a GET that gets no answer on a kept one is sent again.
    return send(HttpClient.newHttpClient(), path, name).join();
  }

  CompletableFuture<String> getLater(String path, String name) {
    return send(client, path, name);
  }

  private CompletableFuture<String> send(HttpClient client, String path, String name) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("x-request", name)
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(20))
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                failure == null
                    ? response.statusCode() + " " + response.body()
                    : failure.getClass().getSimpleName());
  }

  /** What came in at the door until now: by its context, the rest of its line. */
  Map<String, String> report() throws IOException {
    in.write('\n');
    in.flush();
    Map<String, String> report = new LinkedHashMap<>();
    for (String line = out.readLine(); !".".equals(line); line = out.readLine()) {
      if (line == null) {
        throw new IOException("the server has ended: " + errors());
      }
      int bar = line.indexOf('|');
      String key = bar < 0 ? line : line.substring(0, bar);
      String before = report.put(key, bar < 0 ? "" : line.substring(bar + 1));
      if (before != null) {
        report.put(key, "came in twice: " + before + " and " + line);
      }
    }
    return report;
  }

  /** What it has written to its standard error about the agent. */
  List<String> complaints() throws IOException {
    List<String> complaints = new ArrayList<>();
    for (String line : errors().lines().toList()) {
      if (line.contains("remora")) {
        complaints.add(line);
      }
    }
    return complaints;
  }

  private String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}

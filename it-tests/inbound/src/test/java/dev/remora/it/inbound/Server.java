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

  /** Starts it with a door that records what comes in. */
  static Server start(ServerUnderTest server) throws IOException {
    Path services = Files.writeString(Files.createTempFile("services", ".yaml"), "endpoints: {}\n");
    return start(server, "inbound.token=relay,registry=file:" + services, Map.of());
  }

  /** Starts it with the agent as it is, and variables. */
  static Server start(ServerUnderTest server, Map<String, String> variables, String options)
      throws IOException {
    return start(server, options, variables, "as-it-is");
  }

  private static Server start(
      ServerUnderTest server, String options, Map<String, String> variables, String... more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Engines.java(server.jdk()).toString());
    command.add("-javaagent:" + System.getProperty("remora.agent.jar") + "=" + options);
    command.addAll(List.of("-cp", Apps.classPath(server), "app.Main"));
    command.add(server.main() == null ? "app.JdkServer" : "app." + server.main());
    command.addAll(List.of(more));
    Path errors = Files.createTempFile("server", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(variables);
    return new Server(builder.start(), errors);
  }

  /** Sends a GET that is known as {@code name}; returns the status and the body. */
  String get(String path, String name) {
    return getLater(path, name).join();
  }

  CompletableFuture<String> getLater(String path, String name) {
    return send(HttpRequest.newBuilder(uri(path)).header("x-request", name));
  }

  /** Sends a POST, which unlike a GET the client never sends again by itself. */
  String post(String path, String name) {
    return send(HttpRequest.newBuilder(uri(path))
            .header("x-request", name)
            .POST(HttpRequest.BodyPublishers.noBody()))
        .join();
  }

  /** Sends a GET with headers. */
  String getWith(String path, String... headers) {
    return send(HttpRequest.newBuilder(uri(path)).headers(headers)).join();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private CompletableFuture<String> send(HttpRequest.Builder request) {
    HttpRequest built =
        request.version(HttpClient.Version.HTTP_1_1).timeout(Duration.ofSeconds(20)).build();
    return client
        .sendAsync(built, HttpResponse.BodyHandlers.ofString())
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

package dev.remora.it.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The probe application in a JVM of its own. */
final class App implements AutoCloseable {
  private static final String CLASSES =
      Path.of("target", "classes") + File.pathSeparator + Path.of("target", "test-classes");

  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private final OutputStream in;

  private App(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.in = process.getOutputStream();
  }

  /** Starts the probe with JVM options and waits until it is ready. */
  static App start(Path jdk, List<String> options) throws IOException {
    return launch(jdk, options, "app.Probe").ready();
  }

  /** The same with more variables in its environment. */
  static App start(Path jdk, List<String> options, Map<String, String> environment)
      throws IOException {
    return launch(jdk, options, environment, "app.Probe").ready();
  }

  /** Starts any of the applications; those beside the tests need the JDK that the tests run on. */
  static App launch(Path jdk, List<String> options, String main, String... arguments)
      throws IOException {
    return launch(jdk, options, Map.of(), main, arguments);
  }

  /** The same with the libraries of many clients on its class path. */
  static App launchWithClients(Path jdk, List<String> options, String main, String... arguments)
      throws IOException {
    String classes = CLASSES + File.pathSeparator + Path.of("target", "clients", "*");
    return launch(jdk, options, Map.of(), classes, command(main, arguments));
  }

  /** The same with more variables in its environment. */
  static App launch(
      Path jdk,
      List<String> options,
      Map<String, String> environment,
      String main,
      String... arguments)
      throws IOException {
    return launch(jdk, options, environment, CLASSES, command(main, arguments));
  }

  private static List<String> command(String main, String... arguments) {
    List<String> command = new ArrayList<>(List.of(main));
    command.addAll(List.of(arguments));
    return command;
  }

  private static App launch(
      Path jdk,
      List<String> options,
      Map<String, String> environment,
      String classes,
      List<String> mainAndArguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classes));
    command.addAll(mainAndArguments);
    Path errors = Files.createTempFile("app", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("JAVA_")
                    || name.startsWith("JDK_JAVA")
                    || name.startsWith("OTEL_"));
    builder.environment().putAll(environment);
    return new App(builder.start(), errors);
  }

  /** Waits until the application says so. */
  App ready() throws IOException {
    String line = out.readLine();
    if (!"ready".equals(line)) {
      String said = "the application said " + line + " and " + errors();
      close();
      throw new IOException(said);
    }
    return this;
  }

  /** The same after whatever another agent has printed. */
  App readyAtLast() throws IOException {
    String line = out.readLine();
    while (line != null && !"ready".equals(line)) {
      line = out.readLine();
    }
    if (line == null) {
      String said = errors();
      close();
      throw new IOException("the application has ended: " + said);
    }
    return this;
  }

  /** Sends a command and returns the answer. */
  String tell(String command) throws IOException {
    in.write((command + "\n").getBytes(UTF_8));
    in.flush();
    return out.readLine();
  }

  /** GETs a URL: the status and the body, or the exception. */
  String get(String url) throws IOException {
    return tell("get " + url);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the application's input, which ends its main thread; returns its exit status. */
  int end() throws IOException, InterruptedException {
    in.close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IOException("something keeps the JVM alive");
    }
    return process.exitValue();
  }

  /** Asks it to end as an operator does, with SIGTERM, and waits until it has. */
  void terminate() throws IOException, InterruptedException {
    // By its handle: the process would close its standard output too.
    process.toHandle().destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IOException("SIGTERM did not end the JVM");
    }
  }

  /** Ends it without a word, with SIGKILL. */
  void kill() throws IOException, InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IOException("SIGKILL did not end the JVM");
    }
  }

  /** What is left of its standard output, after its end. */
  String restOfOutput() throws IOException {
    StringBuilder rest = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      rest.append(line).append('\n');
    }
    return rest.toString();
  }

  /** All of its standard error until now. */
  String errors() throws IOException {
    try (InputStream file = Files.newInputStream(errors)) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(errors);
  }
}

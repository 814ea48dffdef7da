package dev.remora.it.gateway.operate;

import dev.remora.it.gateway.GatewayJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code java -jar remora-gateway.jar} with any arguments. */
final class Jar {
  /** What a command printed on both of its outputs, and its exit status. */
  record Result(int status, String output) {}

  private Jar() {}

  /** Starts it, and goes on. */
  static Process start(Path log, Map<String, String> environment, String... arguments)
      throws IOException {
    ProcessBuilder builder = builder(environment, arguments);
    return builder.redirectOutput(log.toFile()).start();
  }

  /** Runs it until it ends by itself. */
  static Result run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Process process = builder(environment, arguments).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end: " + output);
    }
    return new Result(process.exitValue(), output);
  }

  private static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", GatewayJar.jar().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder;
  }
}

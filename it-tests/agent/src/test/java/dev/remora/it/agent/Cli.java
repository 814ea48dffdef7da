package dev.remora.it.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code java -jar remora-agent.jar}, on the JDK of a release. */
final class Cli {
  private Cli() {}

  static Result run(int release, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Environment.jdk(release).resolve("bin/java").toString());
    command.addAll(List.of("-jar", Environment.agentJar().toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, error);
  }

  /** What came of it. */
  record Result(int exit, String out, String error) {}
}

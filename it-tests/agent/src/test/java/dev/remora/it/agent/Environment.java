package dev.remora.it.agent;

import dev.remora.core.testing.Engines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the tests run with: the jar under test, its peers, the JDKs. */
final class Environment {
  private Environment() {}

  /** Every JDK that the agent is tested on. */
  static List<Integer> releases() {
    return List.of(8, 11, 17, 21, 25);
  }

  static Path agentJar() {
    return existing(
        System.getProperty("remora.agent.jar"), "./mvnw -pl agent/javaagent -am package");
  }

  static Path openTelemetryAgentJar() {
    return peer("opentelemetry-javaagent");
  }

  /** The jar of another agent, or of a client, by its artifact's name. */
  static Path peer(String artifact) {
    return existing(
        System.getProperty("peers") + "/" + artifact + ".jar",
        "./mvnw -pl it-tests/agent -am test");
  }

  /** The home of the JDK of a feature release. */
  static Path jdk(int release) {
    return Engines.path("jdk." + release);
  }

  static Path consul() {
    return Engines.path("consul");
  }

  private static Path existing(String path, String command) {
    if (path == null || !Files.exists(Path.of(path))) {
      throw new AssertionError(
          (path == null ? "a jar" : path) + " is missing; get it with: " + command);
    }
    return Path.of(path);
  }
}

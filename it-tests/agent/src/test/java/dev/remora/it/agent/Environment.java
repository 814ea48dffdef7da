package dev.remora.it.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

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
    return existing(
        System.getProperty("opentelemetry.agent.jar"), "./mvnw -pl it-tests/agent -am test");
  }

  /** The home of the JDK of a feature release. */
  static Path jdk(int release) {
    return engine("REMORA_JDK_" + release, "jdk." + release, "jdk-" + release);
  }

  static Path consul() {
    return engine("REMORA_CONSUL", "consul", "consul");
  }

  private static Path engine(String variable, String property, String name) {
    String command = "it-tests/engines/install " + name;
    String path = System.getenv(variable);
    return existing(path == null ? engines().getProperty(property) : path, command);
  }

  private static Properties engines() {
    String folder =
        System.getenv()
            .getOrDefault(
                "REMORA_ENGINES", System.getProperty("user.home") + "/.cache/remora/engines");
    Properties engines = new Properties();
    Path file = Path.of(folder, "engines.properties");
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        engines.load(in);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return engines;
  }

  private static Path existing(String path, String command) {
    if (path == null || !Files.exists(Path.of(path))) {
      throw new AssertionError(
          (path == null ? "an engine" : path) + " is missing; get it with: " + command);
    }
    return Path.of(path);
  }
}

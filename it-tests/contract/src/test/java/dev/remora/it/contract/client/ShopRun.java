package dev.remora.it.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Engines;
import dev.remora.it.app.Shop;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/** One JVM with a {@link Shop} in it: the services it knows, what it does, and how that ended. */
final class ShopRun {
  private final Path folder;
  private final StringBuilder endpoints = new StringBuilder("endpoints:\n");
  private final StringBuilder services =
      new StringBuilder("services:\n  \"*\": {balance: round-robin}\n");
  private final List<String> things = new ArrayList<>();
  private final Map<String, List<String>> lines = new LinkedHashMap<>();
  private String status;

  ShopRun(Path folder) {
    this.folder = folder;
  }

  void service(String name, String settings, InetSocketAddress... at) {
    services.append("  ").append(name).append(": ").append(settings).append('\n');
    String list =
        java.util.Arrays.stream(at)
            .map(each -> "\"%s:%d\"".formatted(each.getAddress().getHostAddress(), each.getPort()))
            .collect(Collectors.joining(", "));
    endpoints.append("  ").append(name).append(": [").append(list).append("]\n");
  }

  /** Has a variant do things, {@code VERB URL} each. */
  void does(String variant, String... what) {
    for (String thing : what) {
      things.add(variant + " " + thing);
    }
  }

  /** Runs the shop with the client {@code artifact}; null: it is the JDK's own. */
  void run(int jdk, String driver, String artifact) throws Exception {
    Path agent = Path.of("../../agent/javaagent/target/remora-agent.jar").toAbsolutePath();
    Path registry = Files.writeString(folder.resolve("endpoints.yaml"), endpoints);
    Path config =
        Files.writeString(
            folder.resolve("remora.yaml"), "registry: file:" + registry + "\n" + services);
    List<String> path = new ArrayList<>();
    path.add(
        Path.of(Shop.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    if (artifact != null) {
      for (File jar : Maven.resolver().resolve(artifact).withTransitivity().asFile()) {
        path.add(jar.getPath());
      }
    }
    List<String> command = new ArrayList<>();
    command.add(Engines.java(jdk).toString());
    command.add("-javaagent:" + agent.normalize() + "=config=" + config);
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, path)));
    command.addAll(List.of(Shop.class.getName(), driver));
    command.addAll(things);
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(JAVA_TOOL|JDK_JAVA|REMORA_|OTEL_).*|(?i).*_proxy"));
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      assertThat(Files.readString(errors)).doesNotContain("remora");
      List<String> all = output.lines().toList();
      status = all.get(all.size() - 1);
      for (String line : all.subList(0, all.size() - 1)) {
        String[] words = line.split(" ", 2);
        lines.computeIfAbsent(words[0], variant -> new ArrayList<>()).add(words[1]);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** How a variant's things ended. */
  List<String> lines(String variant) {
    return lines.get(variant);
  }

  /** What the agent tells of the services in the end. */
  String status() {
    return status.replace('|', '\n');
  }

  /** The cells of a column of the status, of one service or ("") of all. */
  List<String> column(String name, String service) {
    List<String> cells = new ArrayList<>();
    int from = -1;
    int to = -1;
    for (String line : status.split("\\|", -1)) {
      if (line.startsWith("SERVICE ")) {
        from = line.indexOf("  " + name) + 2;
        to = line.indexOf("  ", from);
      } else if (from > 0
          && line.contains("127.0.0.1:")
          && (service.isEmpty() || line.startsWith(service + " "))) {
        cells.add(line.substring(from, Math.min(to, line.length())).trim());
      }
    }
    return cells;
  }
}

package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.config.Schema;
import dev.remora.core.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationTest {
  @TempDir Path folder;

  private List<String> problems(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("f.yaml"), yaml);
    return Validation.problems(file.toFile()).stream()
        .map(line -> line.replace(file.toString(), "f.yaml"))
        .toList();
  }

  @Test
  void goodFilesHaveNoProblems() throws IOException {
    assertThat(problems("registry: consul://h:1\nlog: info\n")).isEmpty();
    assertThat(problems("endpoints: {orders: [127.0.0.1:1]}")).isEmpty();
    assertThat(problems("# nothing is set\n")).isEmpty();
  }

  @Test
  void tellsAllProblemsOfSettings() throws IOException {
    assertThat(
            problems(
                """
                registry: zookeeper://h
                lgo: info
                first-call-timeout: 2 s
                exclude: [a, b c, d, e f]
                consul: {token: a, token-file: b}
                services: {orders: {balance: x, b: y}}
                """))
        .containsExactly(
            "f.yaml:2:1: lgo: unknown key; did you mean log?",
            "f.yaml:6:33: services.orders.b: unknown key; allowed: "
                + Schema.serviceSettings().stream()
                    .map(Setting::key)
                    .collect(Collectors.joining(", ")),
            "f.yaml:1:11: registry: \"zookeeper://h\" is not a registry; allowed: consul://host:port,"
                + " consul+https://host:port, eureka://host:port/path,"
                + " eureka+https://host:port/path, dns://host:port, dns:, file:path.yaml, dir:path",
            "f.yaml:3:21: first-call-timeout: \"2 s\" is not a time span; allowed: a whole number and"
                + " ms, s, m or h, from 0s to 1m, such as 500ms, 2s",
            "f.yaml:4:14: exclude: \"b c\" is not a name; allowed: service names, the last character"
                + " may be *",
            "f.yaml:4:22: exclude: \"e f\" is not a name; allowed: service names, the last character"
                + " may be *",
            "f.yaml:6:30: services.orders.balance: \"x\" is not known; allowed: round-robin,"
                + " weighted-round-robin, random, least-request, peak-ewma, ring-hash, maglev",
            "f.yaml:5:32: consul.token-file: is set beside consul.token; allowed: one of the two");
  }

  @Test
  void tellsAllProblemsOfEndpoints() throws IOException {
    assertThat(problems("endpoints: {a: [x], b: [y]}\nlog: info\n")).hasSize(3);
  }

  @Test
  void tellsWhatIsNoYamlAndWhatIsNotThere() throws IOException {
    assertThat(problems("a: b: c"))
        .containsExactly("f.yaml:1:5: is not YAML: mapping values are not allowed here");
    Path missing = folder.resolve("missing");
    assertThat(Validation.problems(missing.toFile()))
        .containsExactly(missing + ": can't be read: no such file");
  }
}

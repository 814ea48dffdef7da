package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside other agents, and beside itself. */
class OtherAgentsTest extends WithEndpoint {
  static Stream<Arguments> releasesAndOrders() {
    return Stream.of(8, 17, 25)
        .flatMap(release -> Stream.of(Arguments.of(release, true), Arguments.of(release, false)));
  }

  @ParameterizedTest(name = "JDK {0}, the OpenTelemetry agent first: {1}")
  @MethodSource("releasesAndOrders")
  void routesBesideTheOpenTelemetryAgent(int release, boolean first) throws Exception {
    List<String> options = new ArrayList<>();
    options.add(agent());
    options.add(first ? 0 : 1, "-javaagent:" + Environment.openTelemetryAgentJar());
    options.addAll(
        List.of(
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"));
    try (App app = App.start(Environment.jdk(release), options)) {
      assertThat(app.get("http://orders/")).startsWith(ROUTED);
      assertThat(app.get("http://" + endpoint.address() + "/")).startsWith("200 a");
      assertThat(app.get("http://nowhere/")).isEqualTo("java.net.UnknownHostException: nowhere");
      assertThat(app.end()).isZero();
      assertThat(lines(app.errors())).noneMatch(line -> line.startsWith("remora:"));
    }
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void startsOnceWhenTheFlagIsGivenTwice(int release) throws Exception {
    Path copy = Files.copy(Environment.agentJar(), folder.resolve("copy of the agent.jar"));
    try (App app = App.start(Environment.jdk(release), List.of(agent(), agent(), agent(copy)))) {
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
      assertThat(app.end()).isZero();
      assertThat(lines(app.errors()))
          .hasSize(2)
          .allMatch(line -> line.contains("already running in this JVM"));
    }
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void startsFromAPathWithBlanksAndPercentSigns(int release) throws Exception {
    Path directory = Files.createDirectory(folder.resolve("a 100%20 folder+ü"));
    Path copy = Files.copy(Environment.agentJar(), directory.resolve("remora-agent.jar"));
    try (App app =
        App.start(Environment.jdk(release), List.of("-Dsun.jnu.encoding=UTF-8", agent(copy)))) {
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
      assertThat(app.errors()).isEmpty();
    }
  }
}

package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A failure in any stage of the start: the application runs as without the agent, and one line says
 * why.
 */
class StartUpFaultTest extends WithEndpoint {
  /** The JVM's own line where the doors had to be appended, the fall-back of defining them. */
  private static final String APPENDED = "bootstrap classpath has been appended";

  /** Stages without which there is no agent. */
  static Stream<Arguments> fatalStages() {
    return cross(
        new String[][] {
          {"dev.remora.agent.AgentJar", "locate"},
          {"dev.remora.agent.BootstrapDoors", "install"},
          {"dev.remora.agent.AgentClassLoader", "loadClass"},
          {"dev.remora.agent.AgentClassLoader", "read"},
          {"dev.remora.agent.RemoraAgent", "platformLoader"},
          {"dev.remora.javaagent.Agent", "start"},
          {"dev.remora.core.config.Config", "load"},
          {"dev.remora.core.Mesh", "start"},
          {"dev.remora.bootstrap.Console", "open"},
          {"dev.remora.bootstrap.Door", "open"},
          {"dev.remora.javaagent.Integrations", "clients"},
          {"dev.remora.javaagent.weave.HookIndex$HookedType", "add"},
          {"dev.remora.javaagent.Agent", "transformer"},
          {"dev.remora.javaagent.Agent", "retransform"},
          {"dev.remora.javaagent.Agent", "startThread"},
        });
  }

  /** Stages whose failure costs a client its routing, or nothing at all. */
  static Stream<Arguments> laterStages() {
    return cross(
        new String[][] {
          {"dev.remora.agent.ClassDefiner", "of"},
          {"dev.remora.javaagent.weave.WeavingTransformer", "weave"},
          {"dev.remora.javaagent.weave.WeavingTransformer", "transform"},
          {"dev.remora.javaagent.weave.WeavingTransformer", "warmUp"},
          {"dev.remora.javaagent.weave.Weaver", "weave"},
          {"dev.remora.javaagent.weave.Helpers", "bring"},
          {"dev.remora.javaagent.weave.ClassBytes", "of"},
          {"dev.remora.javaagent.weave.WarmUp", "run"},
          {"dev.remora.javaagent.MeshRouter", "route"},
          {"dev.remora.core.Mesh", "route"},
        });
  }

  private static Stream<Arguments> cross(String[][] stages) {
    return Stream.of(8, 25)
        .flatMap(
            release -> Stream.of(stages).map(stage -> Arguments.of(release, stage[0], stage[1])));
  }

  @ParameterizedTest(name = "JDK {0}: {1}#{2}")
  @MethodSource("fatalStages")
  void runsTheApplicationWithoutTheAgent(int release, String type, String method) throws Exception {
    try (App plain = App.start(Environment.jdk(release), List.of());
        App app = App.start(Environment.jdk(release), List.of(agent(jarWithFault(type, method))))) {
      assertThat(app.get("http://orders/")).isEqualTo(plain.get("http://orders/"));
      assertThat(app.get("http://" + endpoint.address() + "/")).startsWith("200 a");
      assertThat(app.end()).isZero();
      assertThat(app.restOfOutput()).isEmpty();
      assertThat(lines(app.errors()))
          .singleElement()
          .asString()
          .startsWith("remora: ")
          .contains("injected fault");
    }
  }

  @ParameterizedTest(name = "JDK {0}: {1}#{2}")
  @MethodSource("laterStages")
  void leavesTheApplicationAlone(int release, String type, String method) throws Exception {
    try (App app =
        App.start(Environment.jdk(release), List.of(agent(jarWithFault(type, method))))) {
      assertThat(app.get("http://" + endpoint.address() + "/")).startsWith("200 a");
      assertThat(app.get("http://orders/"))
          .matches("200 a host=orders|java.net.UnknownHostException: orders");
      assertThat(app.end()).isZero();
      assertThat(app.restOfOutput()).isEmpty();
      assertThat(lines(app.errors()))
          .allMatch(line -> line.startsWith("remora: ") || line.contains(APPENDED));
    }
  }

  private Path jarWithFault(String type, String method) throws Exception {
    Path jar = folder.resolve("faulty-agent.jar");
    FaultyJar.write(jar, type, method);
    return jar;
  }
}

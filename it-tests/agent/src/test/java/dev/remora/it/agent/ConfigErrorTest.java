package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong setting: one clear line, and the application starts without the agent. */
class ConfigErrorTest extends WithEndpoint {
  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void saysOneLineAndRunsTheApplication(int release) throws Exception {
    String agent = "-javaagent:" + Environment.agentJar() + "=registry=carrier-pigeon://loft";
    try (App app = App.start(Environment.jdk(release), List.of(agent))) {
      assertThat(app.get("http://" + endpoint.address() + "/")).startsWith("200");
      assertThat(app.get("http://orders/")).isEqualTo("java.net.UnknownHostException: orders");
      assertThat(app.end()).isZero();
      assertThat(lines(app.errors()))
          .singleElement()
          .asString()
          .startsWith("remora: ")
          .contains("registry", "carrier-pigeon://loft", "consul://", "dir:", "file:");
    }
  }

  @Test
  void namesAnUnknownSystemProperty() throws Exception {
    try (App app =
        App.start(Environment.jdk(17), List.of(agent(), "-Dremora.first-cal-timeout=1s"))) {
      assertThat(app.get("http://orders/")).isEqualTo("java.net.UnknownHostException: orders");
      assertThat(lines(app.errors()))
          .singleElement()
          .asString()
          .contains("remora.first-cal-timeout", "first-call-timeout");
    }
  }

  @Test
  void keepsTheOldFileWhenAnEditIsBadAndTakesAGoodOne() throws Exception {
    Path config = folder.resolve("remora.yaml");
    Files.writeString(config, registry().replace("=", ": ") + "\n");
    try (App app =
        App.start(
            Environment.jdk(17),
            List.of("-javaagent:" + Environment.agentJar() + "=config=" + config + ",log=info"))) {
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);

      Files.writeString(config, registry().replace("=", ": ") + "\nexclude: [orders\n");
      Await.until(() -> app.errors().contains("remora.yaml:"));
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);

      Files.writeString(config, registry().replace("=", ": ") + "\nexclude: [orders]\n");
      Await.until(() -> app.get("http://orders/").contains("UnknownHostException"));

      Files.writeString(config, registry().replace("=", ": ") + "\n");
      Await.until(() -> app.get("http://orders/").equals(ROUTED));
    }
  }

  @Test
  void theKillSwitchInTheFileWorksLive() throws Exception {
    Path config = folder.resolve("remora.yaml");
    Files.writeString(config, registry().replace("=", ": ") + "\nenabled: false\n");
    try (App app =
        App.start(
            Environment.jdk(17),
            List.of("-javaagent:" + Environment.agentJar() + "=config=" + config))) {
      assertThat(app.get("http://orders/")).isEqualTo("java.net.UnknownHostException: orders");
      Files.writeString(config, registry().replace("=", ": ") + "\nenabled: true\n");
      Await.until(() -> app.get("http://orders/").equals(ROUTED));
      Files.writeString(config, registry().replace("=", ": ") + "\nenabled: false\n");
      Await.until(() -> app.get("http://orders/").contains("UnknownHostException"));
      assertThat(app.errors()).isEmpty();
    }
  }

  @Test
  void theKillSwitchAsASettingLeavesNothingBehind() throws Exception {
    try (App app = App.start(Environment.jdk(17), List.of(agent(), "-Dremora.enabled=false"))) {
      assertThat(app.get("http://orders/")).isEqualTo("java.net.UnknownHostException: orders");
      assertThat(app.tell("threads")).doesNotContain("remora-");
      assertThat(app.errors()).isEmpty();
    }
  }
}

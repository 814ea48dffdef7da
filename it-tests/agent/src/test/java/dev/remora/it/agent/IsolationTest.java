package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application can notice of the agent: nothing but that its calls arrive. */
class IsolationTest extends WithEndpoint {
  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void routesAndLeavesNoTrace(int release) throws Exception {
    try (App plain = App.start(Environment.jdk(release), List.of());
        App app = App.start(Environment.jdk(release), List.of(agent()))) {
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
      assertThat(app.get("http://orders:8080/")).isEqualTo("200 a host=orders:8080");
      assertThat(app.get("http://nowhere/")).isEqualTo(plain.get("http://nowhere/"));
      for (String internal :
          List.of(
              "dev.remora.core.Mesh",
              "dev.remora.javaagent.Agent",
              "dev.remora.instrumentation.urlconnection.UrlConnectionIntegration",
              "net.bytebuddy.ByteBuddy",
              "com.google.gson.Gson",
              "org.apache.hc.core5.http.HttpHost",
              "org.snakeyaml.engine.v2.api.Load")) {
        assertThat(app.tell("class " + internal)).as(internal).isEqualTo("false");
        assertThat(app.tell("resource " + internal.replace('.', '/') + ".class"))
            .as(internal)
            .isEqualTo("false");
      }
      assertThat(app.end()).isZero();
      assertThat(app.restOfOutput()).isEmpty();
      assertThat(app.errors()).isEmpty();
    }
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void addsThreeDaemonsAtMost(int release) throws Exception {
    try (App plain = App.start(Environment.jdk(release), List.of());
        App app = App.start(Environment.jdk(release), List.of(agent()))) {
      assertThat(plain.get("http://" + endpoint.address() + "/")).startsWith("200");
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
      List<String> own =
          Arrays.stream(app.tell("threads").split(","))
              .filter(name -> name.startsWith("remora-"))
              .filter(name -> !name.equals("remora-warm-up"))
              .toList();
      assertThat(own).hasSizeLessThanOrEqualTo(3).noneMatch(name -> name.endsWith("*"));
      assertThat(foreign(app)).containsAll(foreign(plain));
    }
  }

  private static List<String> foreign(App app) throws Exception {
    return Arrays.stream(app.tell("threads").split(","))
        .filter(name -> name.endsWith("*"))
        .toList();
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void leavesWhatTheJdkReadsOnceToTheApplication(int release) throws Exception {
    try (App plain = App.launch(Environment.jdk(release), List.of(), "app.EarlySettings");
        App app = App.launch(Environment.jdk(release), List.of(agent()), "app.EarlySettings")) {
      String expected = plain.restOfOutput();
      assertThat(expected).contains("OwnLogManager", "builder true");
      assertThat(app.restOfOutput()).isEqualTo(expected);
    }
  }
}

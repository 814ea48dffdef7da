package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code java -jar remora-agent.jar}, against JVMs that run. */
class CommandLineTest extends WithEndpoint {
  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void attachesToAProcessThatRuns(int release) throws Exception {
    try (App app = App.start(Environment.jdk(release), List.of())) {
      // The client's classes are loaded before the agent comes.
      assertThat(app.get("http://" + endpoint.address() + "/")).startsWith("200");
      assertThat(app.get("http://orders/")).isEqualTo("java.net.UnknownHostException: orders");

      Cli.Result attach = Cli.run(release, "attach", pid(app), registry());

      assertThat(attach.exit()).as(attach.toString()).isZero();
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
      assertThat(Cli.run(release, "attach", pid(app), registry()).error()).contains("already");
    }
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void showsServicesEndpointsAndPicks(int release) throws Exception {
    try (App app = App.start(Environment.jdk(release), List.of(agent()))) {
      app.get("http://orders/");
      app.get("http://orders/");

      Cli.Result status = Cli.run(release, "status", pid(app));

      assertThat(status.exit()).as(status.toString()).isZero();
      assertThat(status.out())
          .contains("orders")
          .contains(endpoint.address())
          .containsPattern("\\b2\\b");
      // From JDK 21 on the JVM itself notes on the application's standard error that somebody
      // attached.
      assertThat(lines(app.errors())).allMatch(line -> line.startsWith("WARNING: "));
    }
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void switchesRoutingOffAndOn(int release) throws Exception {
    try (App app = App.start(Environment.jdk(release), List.of(agent()))) {
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
      assertThat(Cli.run(release, "disable", pid(app)).exit()).isZero();
      assertThat(app.get("http://orders/")).isEqualTo("java.net.UnknownHostException: orders");
      assertThat(Cli.run(release, "status", pid(app)).out()).contains("disabled");
      assertThat(Cli.run(release, "enable", pid(app)).exit()).isZero();
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
    }
  }

  @Test
  void explainsWhatWouldHappenToARequest() throws Exception {
    try (App app = App.start(Environment.jdk(17), List.of(agent()))) {
      app.get("http://orders/");
      assertThat(Cli.run(17, "explain", pid(app), "http://orders/v1").out())
          .contains("orders is the service orders")
          .contains("next     " + endpoint.address());
      assertThat(Cli.run(17, "explain", pid(app), "http://localhost/").out())
          .contains("localhost is left alone");
      assertThat(Cli.run(17, "explain", pid(app)).exit()).isEqualTo(2);
    }
  }

  @Test
  void saysWhereNoAgentRuns() throws Exception {
    try (App app = App.start(Environment.jdk(17), List.of())) {
      Cli.Result status = Cli.run(17, "status", pid(app));
      assertThat(status.exit()).isEqualTo(1);
      assertThat(status.error()).contains("the agent does not run in " + app.pid());
    }
  }

  @Test
  void saysWhatIsNoProcess() throws Exception {
    assertThat(Cli.run(17, "status", "no-pid").error()).contains("'no-pid' is no process id");
    Cli.Result gone = Cli.run(17, "status", "999999999");
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(lines(gone.error())).hasSize(1);
  }

  @Test
  void explainsItself() throws Exception {
    assertThat(Cli.run(17, "help").out())
        .contains("attach", "status", "disable", "enable", "validate");
    assertThat(Cli.run(17, "frobnicate").exit()).isEqualTo(2);
    assertThat(Cli.run(17, "status").exit()).isEqualTo(2);
  }

  @Test
  void validatesFiles() throws Exception {
    Path good = folder.resolve("good.yaml");
    Files.writeString(good, "registry: dir:/run/remora\n");
    Path bad = folder.resolve("bad.yaml");
    Files.writeString(bad, "registry: dir:/run/remora\nfirst-call-timeout: soon\nregistri: x\n");

    assertThat(Cli.run(17, "validate", good.toString()).exit()).isZero();
    Cli.Result problems = Cli.run(17, "validate", bad.toString());
    assertThat(problems.exit()).isEqualTo(1);
    assertThat(problems.error())
        .contains("bad.yaml:2:")
        .contains("first-call-timeout")
        .contains("bad.yaml:3:")
        .contains("registri");
  }

  private static String pid(App app) {
    return Long.toString(app.pid());
  }
}

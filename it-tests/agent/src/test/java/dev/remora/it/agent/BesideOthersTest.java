package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Beside the agents of Datadog and SkyWalking, in both orders, {@code -Dbeside.starts=20} times
 * each: it starts, calls of all clients are balanced, and go on when an endpoint dies. With {@code
 * -Dbeside.skywalking=FOLDER} SkyWalking's has its plug-ins, which do what they do.
 */
class BesideOthersTest extends WithEndpoint {
  private static final int STARTS = Integer.getInteger("beside.starts", 1);

  private Endpoint other;

  @BeforeEach
  void startOther() throws IOException {
    other = Endpoint.start("b");
  }

  @AfterEach
  void stopOther() {
    other.close();
  }

  @Override
  String registry() throws IOException {
    return "registry=file:"
        + Files.writeString(
            folder.resolve("services.yaml"),
            "endpoints: {orders: ['" + endpoint.address() + "', '" + other.address() + "']}\n");
  }

  /** What they send goes to a port of the loopback where nobody listens. */
  private List<String> datadog(int closed) throws IOException {
    return List.of(
        "-javaagent:" + Environment.peer("dd-java-agent"),
        "-Ddd.agent.host=127.0.0.1",
        "-Ddd.trace.agent.port=" + closed,
        "-Ddd.trace.agent.url=http://127.0.0.1:" + closed,
        "-Ddd.jmxfetch.enabled=false",
        "-Ddd.instrumentation.telemetry.enabled=false",
        "-Ddd.remote_config.enabled=false",
        "-Ddd.profiling.enabled=false",
        "-Ddd.crashtracking.enabled=false",
        "-Ddd.trace.startup.logs=false",
        "-Ddatadog.slf4j.simpleLogger.defaultLogLevel=error");
  }

  @ParameterizedTest(name = "{0}, first: {1}")
  @CsvSource({"datadog,true", "datadog,false", "skywalking,true", "skywalking,false"})
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void startsAndCalls(String name, boolean first) throws Exception {
    int closed = ConsulAgent.freePort();
    for (int start = 1; start <= STARTS; start++) {
      List<String> options = new ArrayList<>();
      options.add("-Dremora.services.orders.balance=round-robin");
      options.add(agent());
      boolean datadog = name.equals("datadog");
      options.addAll(first ? 1 : 2, datadog ? datadog(closed) : SkyWalking.options(folder, closed));
      boolean plugins = !datadog && SkyWalking.hasPlugins();
      long begin = System.nanoTime();
      // Its plug-ins know Tomcat, not the JDK's own server.
      try (ClientsApp app = ClientsApp.start(options, plugins ? "tomcat" : "")) {
        assertCalls(app, plugins);
        assertThat(app.app.end()).isZero();
        String errors = app.app.errors();
        assertThat(lines(errors)).as(errors).noneMatch(line -> line.contains("remora"));
        assertThat(errors).doesNotContain("Exception", "Error:");
        if (plugins) {
          SkyWalking.assertNoFailures(folder);
        }
      }
      System.out.printf(
          "%s, first: %s, start %d of %d: %d ms%n",
          name, first, start, STARTS, (System.nanoTime() - begin) / 1_000_000);
      other.close();
      other = Endpoint.start("b");
    }
  }

  private void assertCalls(ClientsApp app, boolean plugins) throws IOException {
    List<String> answers = new ArrayList<>();
    for (String client : ClientsApp.CLIENTS) {
      for (int i = 0; i < 4; i++) {
        String answer = app.get(client, "http://orders/", null);
        assertThat(answer).as(client).matches("[ab] host=orders.*");
        answers.add(answer.substring(0, 1));
        if (plugins) {
          SkyWalking.assertHeader(client, answer.startsWith("a") ? endpoint : other);
        }
      }
    }
    assertThat(answers).filteredOn("a"::equals).hasSize(answers.size() / 2);
    other.close();
    for (String client : ClientsApp.CLIENTS) {
      for (int i = 0; i < 4; i++) {
        assertThat(app.get(client, "http://orders/", null)).as(client).startsWith("a host=orders");
        if (plugins) {
          SkyWalking.assertHeader(client, endpoint);
        }
      }
    }
  }
}

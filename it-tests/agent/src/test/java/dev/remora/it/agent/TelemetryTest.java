package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.telemetry.testing.Receiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Traces and metrics of an unchanged application, by nothing but the agent and variables. */
class TelemetryTest extends WithEndpoint {
  private Receiver receiver;

  @BeforeEach
  void startReceiver() {
    receiver = Receiver.start();
  }

  @AfterEach
  void stopReceiver() {
    receiver.close();
  }

  private Map<String, String> variables(String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.address());
    variables.put("OTEL_SERVICE_NAME", "shop");
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return variables;
  }

  /** The answer, in two parts where the request came with trace context. */
  private static String[] parts(String answer) {
    return answer.split(" trace=", -1);
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void tracesAndMeasuresCallsUntilTheEnd(int release) throws Exception {
    String[] answer;
    try (App app = App.start(Environment.jdk(release), List.of(agent()), variables())) {
      answer = parts(app.get("http://orders:8080/v1?sig=secret"));
      assertThat(app.get("http://" + endpoint.address() + "/")).doesNotContain("trace=");
      assertThat(app.end()).isZero();
      assertThat(app.errors()).isEmpty();
    }
    assertThat(answer[0]).isEqualTo("200 a host=orders:8080");
    assertThat(receiver.spans()).hasSize(1);
    Span span = receiver.spans().get(0);
    assertThat(answer[1])
        .isEqualTo(
            "00-" + Receiver.hex(span.getTraceId()) + "-" + Receiver.hex(span.getSpanId()) + "-01");
    assertThat(Receiver.attributes(span.getAttributesList()))
        .containsEntry("http.request.method", "GET")
        .containsEntry("server.address", "orders")
        .containsEntry("server.port", "8080")
        .containsEntry("url.full", "http://orders:8080/v1?sig=REDACTED")
        .containsEntry("network.peer.address", "127.0.0.1")
        .containsEntry("network.peer.port", String.valueOf(endpoint.port()))
        .containsEntry("http.response.status_code", "200");
    assertThat(
            Receiver.attributes(receiver.resourceSpans().get(0).getResource().getAttributesList()))
        .containsEntry("service.name", "shop");
    assertThat(receiver.metrics("http.client.request.duration")).hasSize(1);
    assertThat(receiver.metrics("remora.picks")).hasSize(1);
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void leavesWhatTheJdkReadsOnceToTheApplication(int release) throws Exception {
    try (App plain = App.launch(Environment.jdk(release), List.of(), "app.EarlySettings");
        App app =
            App.launch(
                Environment.jdk(release), List.of(agent()), variables(), "app.EarlySettings")) {
      assertThat(app.restOfOutput()).isEqualTo(plain.restOfOutput());
    }
  }

  @Test
  void tellsHowItStands() throws Exception {
    try (App app =
        App.start(
            Environment.jdk(17), List.of(agent()), variables("OTEL_BSP_SCHEDULE_DELAY", "20"))) {
      app.get("http://orders/");
      Await.until(() -> !receiver.spans().isEmpty());
      Await.until(() -> status(app).contains("1 spans sent"));
      assertThat(status(app))
          .containsPattern(
              "(?m)^telemetry traces to " + receiver.address() + " \\(otlp\\), metrics");
    }
  }

  private static String status(App app) throws Exception {
    return Cli.run(17, "status", String.valueOf(app.pid())).out();
  }

  @Test
  void isOffWhereNothingSaysWhereto() throws Exception {
    try (App app = App.start(Environment.jdk(17), List.of(agent()))) {
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
      assertThat(status(app)).contains("telemetry off");
      assertThat(app.tell("threads")).doesNotContain("remora-telemetry");
    }
  }

  @Test
  void isOffWhereASettingSaysSo() throws Exception {
    String off = agent() + ",telemetry=off";
    try (App app = App.start(Environment.jdk(17), List.of(off), variables())) {
      assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
      assertThat(app.end()).isZero();
    }
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  void aBackendThatHangsNeitherHoldsUpCallsNorTheEnd() throws Exception {
    receiver.script(
        headers -> {
          Thread.sleep(60_000);
          return 200;
        });
    Map<String, String> variables = variables("OTEL_BSP_SCHEDULE_DELAY", "20");
    try (App app = App.start(Environment.jdk(17), List.of(agent()), variables)) {
      for (int i = 0; i < 50; i++) {
        assertThat(app.get("http://orders/")).startsWith(ROUTED);
      }
      Await.until(() -> !receiver.requests().isEmpty());
      long begin = System.nanoTime();
      assertThat(app.end()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void aBackendThatIsDownIsOneLine() throws Exception {
    receiver.close();
    Map<String, String> variables =
        variables("OTEL_BSP_SCHEDULE_DELAY", "20", "OTEL_METRICS_EXPORTER", "none");
    try (App app = App.start(Environment.jdk(17), List.of(agent()), variables)) {
      for (int i = 0; i < 20; i++) {
        assertThat(app.get("http://orders/")).startsWith(ROUTED);
        Thread.sleep(20);
      }
      assertThat(app.end()).isZero();
      assertThat(lines(app.errors()))
          .singleElement()
          .asString()
          .startsWith("remora: telemetry: spans can't be sent to " + receiver.address() + ": ");
    }
  }

  @Test
  void sendsZipkinWhatItUnderstands() throws Exception {
    Map<String, String> variables =
        Map.of(
            "OTEL_TRACES_EXPORTER",
            "zipkin",
            "OTEL_METRICS_EXPORTER",
            "none",
            "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
            receiver.address() + "/api/v2/spans");
    try (App app = App.start(Environment.jdk(17), List.of(agent()), variables)) {
      String[] answer = parts(app.get("http://orders/"));
      assertThat(app.end()).isZero();
      assertThat(receiver.texts()).hasSize(1);
      assertThat(receiver.texts().get(0))
          .startsWith("/api/v2/spans [{\"traceId\":\"" + answer[1].substring(3, 35))
          .contains("\"localEndpoint\":{\"serviceName\":\"unknown_service:java\"}");
    }
  }
}

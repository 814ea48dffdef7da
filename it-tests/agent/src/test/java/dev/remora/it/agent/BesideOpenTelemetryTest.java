package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.telemetry.testing.Receiver;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who makes the spans, and what is in them, where the OpenTelemetry agent is there too. */
class BesideOpenTelemetryTest extends WithEndpoint {
  private static final String ROUND_ROBIN = "-Dremora.services.orders.balance=round-robin";

  /** Its span is on no thread when the request is sent. */
  private static final String NOT_ADDED_TO = "apache5-async";

  private static final String PARENT = "00f067aa0ba902b7";

  private Receiver receiver;
  private Endpoint other;

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = Receiver.start();
    other = Endpoint.start("b");
  }

  @AfterEach
  void stopReceiver() {
    other.close();
    receiver.close();
  }

  @Override
  String registry() throws IOException {
    return "registry=file:"
        + Files.writeString(
            folder.resolve("services.yaml"),
            "endpoints: {orders: [{address: 127.0.0.1, zone: z1, port: "
                + endpoint.port()
                + "}, {address: 127.0.0.1, zone: z1, port: "
                + other.port()
                + "}]}\n");
  }

  private Map<String, String> exporting() {
    Map<String, String> settings = new HashMap<>();
    settings.put("otel.exporter.otlp.endpoint", receiver.address());
    settings.put("otel.logs.exporter", "none");
    settings.put("otel.bsp.schedule.delay", "100");
    settings.put("otel.metric.export.interval", "500");
    return settings;
  }

  private static List<String> properties(Map<String, String> settings) {
    List<String> options = new ArrayList<>(List.of(ROUND_ROBIN));
    settings.forEach((name, value) -> options.add("-D" + name + "=" + value));
    return options;
  }

  /** The same settings by a file that the other agent alone reads. */
  private String file(Map<String, String> settings) throws IOException {
    List<String> lines = new ArrayList<>();
    settings.forEach((name, value) -> lines.add(name + "=" + value));
    return "-Dotel.javaagent.configuration-file="
        + Files.write(folder.resolve("otel.properties"), lines);
  }

  private List<String> agents(boolean first, List<String> more) throws IOException {
    List<String> options = new ArrayList<>(more);
    options.add(agent());
    options.add(
        first ? options.size() - 1 : options.size(),
        "-javaagent:" + Environment.openTelemetryAgentJar());
    return options;
  }

  private static String trace(int number) {
    return String.format("%032x", 0x4bf92f3577b34da6L + number);
  }

  /** Each client calls twice, each time within a trace of its own. */
  private void call(ClientsApp app) throws IOException {
    for (int i = 0; i < 2 * ClientsApp.CLIENTS.size(); i++) {
      String client = ClientsApp.CLIENTS.get(i / 2);
      String traceparent = "00-" + trace(i) + "-" + PARENT + "-01";
      String answer = app.get(client, "http://orders/v1", traceparent);
      assertThat(answer).as(client).matches("[ab] host=orders trace=00-" + trace(i) + "-.*-01");
      answers.add(answer);
    }
    Await.until(() -> receiver.spans().size() >= 2 * answers.size());
  }

  private final List<String> answers = new ArrayList<>();

  private List<Span> spans(int number, Span.SpanKind kind) {
    return receiver.spans().stream()
        .filter(span -> Receiver.hex(span.getTraceId()).equals(trace(number)))
        .filter(span -> span.getKind() == kind)
        .toList();
  }

  /** One SERVER and one CLIENT span a call, joined, the latter with what Remora knows. */
  private void assertSpans() {
    for (int i = 0; i < answers.size(); i++) {
      String client = ClientsApp.CLIENTS.get(i / 2);
      List<Span> served = spans(i, Span.SpanKind.SPAN_KIND_SERVER);
      List<Span> calls = spans(i, Span.SpanKind.SPAN_KIND_CLIENT);
      assertThat(served).as(client).hasSize(1);
      assertThat(calls).as(client).hasSize(1);
      assertThat(Receiver.hex(served.get(0).getParentSpanId())).isEqualTo(PARENT);
      Span call = calls.get(0);
      assertThat(call.getParentSpanId()).as(client).isEqualTo(served.get(0).getSpanId());
      assertThat(answers.get(i))
          .as(client)
          .endsWith("trace=00-" + trace(i) + "-" + Receiver.hex(call.getSpanId()) + "-01");
      int port = answers.get(i).startsWith("a") ? endpoint.port() : other.port();
      Map<String, String> attributes = Receiver.attributes(call.getAttributesList());
      assertThat(attributes).as(client).containsEntry("server.address", "orders");
      if (client.equals(NOT_ADDED_TO)) {
        assertThat(attributes).doesNotContainKey("remora.service");
        continue;
      }
      assertThat(attributes)
          .as(client)
          .containsEntry("remora.service", "orders")
          .containsEntry("remora.balance", "round-robin")
          .containsEntry("remora.zone", "z1")
          .containsEntry("network.peer.address", "127.0.0.1")
          .containsEntry("network.peer.port", String.valueOf(port))
          .doesNotContainKeys("remora.attempts", "http.request.resend_count");
    }
    // Nothing besides: neither spans of ours, nor of what we send ourselves.
    assertThat(receiver.spans()).hasSize(2 * answers.size());
    assertThat(answers.stream().filter(answer -> answer.startsWith("a")))
        .hasSize(answers.size() / 2);
  }

  /** With one endpoint dead: its spans tell of the one that answered, and of two attempts. */
  private void assertAttempts(ClientsApp app) throws IOException {
    other.close();
    receiver.forget();
    for (String client : ClientsApp.CLIENTS) {
      // The dead one is the first choice of one of the two.
      for (int i = 0; i < 2; i++) {
        assertThat(app.get(client, "http://orders/", null)).as(client).startsWith("a ");
      }
    }
    int calls = 2 * ClientsApp.CLIENTS.size();
    Await.until(() -> answered().size() == calls);
    assertThat(answered())
        .filteredOn(attributes -> attributes.containsKey("remora.service"))
        .hasSize(calls - 2)
        .allSatisfy(
            all ->
                assertThat(all).containsEntry("network.peer.port", String.valueOf(endpoint.port())))
        .anySatisfy(all -> assertThat(all).containsEntry("remora.attempts", "2"));
  }

  /**
   * What is told of the calls that were answered. Of one that found a connection closed the other
   * agent may make a span as well, where it sees the client's own attempts.
   */
  private List<Map<String, String>> answered() {
    return receiver.spans().stream()
        .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
        .map(span -> Receiver.attributes(span.getAttributesList()))
        .filter(attributes -> "200".equals(attributes.get("http.response.status_code")))
        .toList();
  }

  private List<String> scopes() {
    return receiver.resourceSpans().stream()
        .map(ResourceSpans::getScopeSpansList)
        .flatMap(List::stream)
        .map(ScopeSpans::getScope)
        .map(scope -> scope.getName())
        .toList();
  }

  @ParameterizedTest(name = "the OpenTelemetry agent first: {0}")
  @CsvSource({"true", "false"})
  void addsToTheSpansOfTheOtherAgent(boolean first) throws Exception {
    try (ClientsApp app = ClientsApp.start(agents(first, properties(exporting())))) {
      call(app);
      assertSpans();
      Await.until(() -> !receiver.metrics("remora.picks").isEmpty());
      Await.until(() -> !receiver.metrics("http.client.request.duration").isEmpty());
      assertThat(receiver.scopes("http.client.request.duration"))
          .doesNotContain("dev.remora")
          .isNotEmpty();
      assertThat(Cli.run(17, "status", String.valueOf(app.app.pid())).out())
          .containsPattern(
              "(?m)^telemetry traces are left to the OpenTelemetry agent of this JVM, metrics to "
                  + receiver.address());
      assertAttempts(app);
      assertThat(lines(app.app.errors())).noneMatch(line -> line.startsWith("remora:"));
    }
    assertThat(scopes()).doesNotContain("dev.remora").isNotEmpty();
  }

  @Test
  void addsToThemOnceItIsAttached() throws Exception {
    List<String> options = properties(exporting());
    options.add("-javaagent:" + Environment.openTelemetryAgentJar());
    try (ClientsApp app = ClientsApp.start(options)) {
      assertThat(app.get("url-connection", "http://orders/", null)).contains("UnknownHost");
      Await.until(() -> receiver.spans().size() >= 2);
      receiver.forget();
      Cli.Result attached = Cli.run(17, "attach", String.valueOf(app.app.pid()), registry());
      assertThat(attached.exit()).as(attached.error()).isZero();
      call(app);
      assertSpans();
    }
  }

  /** With a registry that is asked over HTTP all the time: that is no span of anybody's. */
  @Test
  void addsToThemAloneOnJdk8() throws Exception {
    try (ConsulAgent consul = ConsulAgent.prepare(folder)) {
      consul.start();
      consul.register("orders", endpoint.port());
      List<String> options = agents(true, properties(exporting()));
      options.set(
          options.indexOf(agent()),
          "-javaagent:" + Environment.agentJar() + "=registry=consul://127.0.0.1:" + consul.port());
      assertCall(8, options);
    }
  }

  @Test
  void addsToThemWhereOnlyTheOtherAgentIsToldWhereto() throws Exception {
    String status = assertCall(25, agents(false, List.of(file(exporting()))));
    assertThat(status)
        .containsPattern("(?m)^telemetry traces are left to the OpenTelemetry agent of this JVM$");
    assertThat(receiver.metrics("remora.picks")).isEmpty();
  }

  /** One call without a trace around it; returns what {@code status} says. */
  private String assertCall(int release, List<String> options) throws Exception {
    String status;
    try (App app = App.start(Environment.jdk(release), options)) {
      String answer = app.get("http://orders/");
      Await.until(() -> !receiver.spans().isEmpty());
      status = Cli.run(release, "status", String.valueOf(app.pid())).out();
      assertThat(app.end()).isZero();
      Span span = receiver.spans().get(0);
      assertThat(answer).contains("-" + Receiver.hex(span.getSpanId()) + "-");
      assertThat(Receiver.attributes(span.getAttributesList()))
          .containsEntry("remora.service", "orders")
          .containsEntry("network.peer.address", "127.0.0.1");
    }
    assertThat(receiver.spans()).hasSize(1);
    return status;
  }

  @Test
  void makesItsOwnWhereItIsToldTo() throws Exception {
    List<String> options = agents(true, properties(exporting()));
    options.set(options.indexOf(agent()), agent() + ",telemetry=own");
    try (App app = App.start(Environment.jdk(17), options)) {
      assertThat(app.get("http://orders/")).startsWith("200 ");
      Await.until(() -> receiver.spans().size() == 2);
    }
    assertThat(scopes()).contains("dev.remora");
    List<Span> spans = receiver.spans();
    assertThat(spans.get(0).getTraceId()).isEqualTo(spans.get(1).getTraceId());
    assertThat(spans)
        .filteredOn(span -> !span.getParentSpanId().isEmpty())
        .singleElement()
        .satisfies(
            own -> assertThat(spans).anyMatch(it -> it.getSpanId().equals(own.getParentSpanId())));
  }
}

package dev.remora.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which spans are made, to which trace they belong, and who is told of it. */
class TracesTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + SPAN + "-01";
  private static final String TRUSTED = "trusted-proxies: [127.0.0.1]\n";

  private static final Map<String, String> SETTINGS =
      Map.of("otel.traces.exporter", "zipkin", "otel.metrics.exporter", "none");

  @TempDir Path folder;

  private final List<JsonObject> spans = new CopyOnWriteArrayList<>();
  private HttpServer backend;

  @BeforeEach
  void begin() throws IOException {
    backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backend.createContext(
        "/spans",
        call -> {
          byte[] body = call.getRequestBody().readAllBytes();
          JsonArray sent =
              JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonArray();
          for (JsonElement span : sent) {
            spans.add(span.getAsJsonObject());
          }
          call.sendResponseHeaders(202, -1);
          call.close();
        });
    backend.start();
    SETTINGS.forEach(System::setProperty);
    System.setProperty("otel.bsp.schedule.delay", "100");
    System.setProperty(
        "otel.exporter.zipkin.endpoint",
        "http://127.0.0.1:" + backend.getAddress().getPort() + "/spans");
  }

  @AfterEach
  void end() {
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("otel.bsp.schedule.delay");
    System.clearProperty("otel.exporter.zipkin.endpoint");
    System.clearProperty("otel.traces.sampler");
    backend.stop(0);
  }

  @Test
  void makesASpanOfTheRequestAndOneOfTheCall() throws IOException {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, "")) {
      get(gateway, "/orders/v1/items?token=abc");
      JsonObject server = span("SERVER");
      JsonObject client = span("CLIENT");
      assertThat(text(server, "name")).isEqualTo("GET /orders/*");
      assertThat(server.has("parentId")).isFalse();
      assertThat(text(client, "traceId")).isEqualTo(text(server, "traceId"));
      assertThat(text(client, "parentId")).isEqualTo(text(server, "id"));
      assertThat(tag(server, "http.route")).isEqualTo("/orders/*");
      assertThat(tag(server, "http.response.status_code")).isEqualTo("200");
      assertThat(tag(client, "server.address")).isEqualTo("orders");
      assertThat(text(server.getAsJsonObject("localEndpoint"), "serviceName"))
          .isEqualTo("remora-gateway");
      assertThat(origin.seen())
          .containsIgnoringCase(
              "traceparent: 00-" + text(client, "traceId") + "-" + text(client, "id") + "-01\r\n");
      JsonObject line = line();
      assertThat(text(line, "trace.id")).isEqualTo(text(server, "traceId"));
      assertThat(text(line, "transaction.id")).isEqualTo(text(server, "id"));
      assertThat(text(line, "span.id")).isEqualTo(text(server, "id"));
    }
  }

  @Test
  void beginsATraceOfItsOwnForAClientThatIsNotTrusted() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, "")) {
      get(gateway, "/orders/", withContext());
      assertThat(text(span("SERVER"), "traceId")).isNotEqualTo(TRACE);
      assertThat(span("SERVER").has("parentId")).isFalse();
      assertThat(origin.seen())
          .doesNotContain(TRACE)
          .doesNotContainIgnoringCase("tracestate")
          .doesNotContainIgnoringCase("baggage")
          .doesNotContainIgnoringCase("\r\nb3: ");
    }
  }

  @Test
  void goesOnWithTheTraceOfAClientThatIsTrusted() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, TRUSTED)) {
      get(gateway, "/orders/", withContext());
      JsonObject server = span("SERVER");
      assertThat(text(server, "traceId")).isEqualTo(TRACE);
      assertThat(text(server, "parentId")).isEqualTo(SPAN);
      assertThat(text(span("CLIENT"), "parentId")).isEqualTo(text(server, "id"));
      assertThat(origin.seen())
          .containsIgnoringCase("tracestate: a=b\r\n")
          .containsIgnoringCase("baggage: k=v\r\n")
          .containsIgnoringCase("traceparent: 00-" + TRACE + "-" + text(span("CLIENT"), "id"));
    }
  }

  @Test
  void saysWhatWentWrong() {
    ScriptedOrigin gone = ScriptedOrigin.answering(OK);
    gone.close();
    try (TestGateway gateway = start(gone, "")) {
      String reply = get(gateway, "/orders/");
      assertThat(reply).startsWith("HTTP/1.1 502 ");
      JsonObject server = span("SERVER");
      assertThat(tag(server, "http.response.status_code")).isEqualTo("502");
      assertThat(tag(server, "error.type")).endsWith("ConnectException");
      assertThat(server.getAsJsonObject("tags").has("error")).isTrue();
      assertThat(tag(span("CLIENT"), "error.type")).isNotEmpty();
      assertThat(reply).contains("\"trace_id\":\"" + text(server, "traceId") + "\"");
      await().atMost(Duration.ofSeconds(5)).until(() -> !gateway.errors().all().isEmpty());
      RecentErrors.Failed failed = gateway.errors().all().get(0);
      assertThat(failed.status()).isEqualTo(502);
      assertThat(failed.service()).isEqualTo("orders");
      assertThat(failed.traceId()).isEqualTo(text(server, "traceId"));
    }
  }

  @Test
  void leavesNoSpanOfWhatIsNotSampledAndSaysSoFurtherOn() throws IOException {
    System.setProperty("otel.traces.sampler", "always_off");
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, "")) {
      get(gateway, "/orders/");
      String trace = text(line(), "trace.id");
      assertThat(trace).matches("[0-9a-f]{32}");
      assertThat(origin.seen())
          .containsPattern("(?i)traceparent: 00-" + trace + "-[0-9a-f]{16}-00\r\n");
    }
    assertThat(spans).isEmpty();
  }

  @Test
  void takesNoContextOfStrangersWhenNothingIsRecordedEither() throws IOException {
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("otel.exporter.zipkin.endpoint");
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, "")) {
      get(gateway, "/orders/", withContext());
      assertThat(origin.seen()).doesNotContain(TRACE).doesNotContainIgnoringCase("baggage");
      assertThat(line().has("trace.id")).isFalse();
    }
    Files.delete(folder.resolve("access.log"));
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, TRUSTED)) {
      get(gateway, "/orders/", withContext());
      assertThat(origin.seen()).containsIgnoringCase("traceparent: " + TRACEPARENT);
      assertThat(text(line(), "trace.id")).isEqualTo(TRACE);
    }
  }

  private static String[] withContext() {
    return new String[] {
      "traceparent: " + TRACEPARENT, "tracestate: a=b", "baggage: k=v", "b3: " + TRACE + "-" + SPAN
    };
  }

  private TestGateway start(ScriptedOrigin origin, String settings) {
    return TestGateway.over("orders", origin.port())
        .start(
            settings
                + "expose: [orders]\naccess-log: {to: '"
                + folder.resolve("access.log")
                + "'}\n");
  }

  private static String get(TestGateway gateway, String target, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return RawClient.exchange(
        gateway.port(), "GET " + target + " HTTP/1.1\r\nHost: shop.example\r\n" + more + "\r\n");
  }

  private JsonObject span(String kind) {
    await().atMost(Duration.ofSeconds(10)).until(() -> find(kind) != null);
    return find(kind);
  }

  private JsonObject find(String kind) {
    return spans.stream().filter(span -> text(span, "kind").equals(kind)).findFirst().orElse(null);
  }

  private JsonObject line() throws IOException {
    Path file = folder.resolve("access.log");
    await().atMost(Duration.ofSeconds(5)).until(() -> Files.size(file) > 0);
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static String text(JsonObject of, String field) {
    assertThat(of.has(field)).as(field).isTrue();
    return of.get(field).getAsString();
  }

  private static String tag(JsonObject span, String name) {
    return text(span.getAsJsonObject("tags"), name);
  }
}

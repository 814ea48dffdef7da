package dev.remora.it.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One request from outside through the gateway and two services that have the agent, as a real
 * Zipkin has it.
 */
class GatewayTracesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String FOREIGN = "4bf92f3577b34da6a3ce929d0e0e4736";

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void follows_a_request_from_the_gateway_to_the_last_service() throws Exception {
    Path registry = Files.createDirectory(folder.resolve("registry"));
    Path log = folder.resolve("access.log");
    int port = Programs.freePort();
    String zipkin = "http://127.0.0.1:" + Programs.freePort();
    Path settings =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            """
            registry: dir:%s
            listeners: [{address: 127.0.0.1, port: %d}]
            admin: {port: 0}
            expose: [orders]
            access-log: {to: %s}
            """
                .formatted(registry, port, log));
    try (Programs programs = new Programs()) {
      programs.start(
          "zipkin",
          Map.of("QUERY_PORT", zipkin.replaceAll(".*:", "")),
          "-Xmx256m",
          "-jar",
          Programs.built("it-tests/zipkin/target/zipkin.jar"),
          "--server.address=127.0.0.1",
          "--logging.level.root=WARN");
      await().atMost(LONG).until(() -> status(zipkin + "/health") == 200);
      service(programs, "inventory", registry, zipkin, "demo.Inventory");
      service(programs, "orders", registry, zipkin, "demo.Orders", "stock");
      programs.start(
          "gateway",
          settings(zipkin),
          "-Xmx128m",
          "-jar",
          Programs.built("edge-gateway/target/remora-gateway.jar"),
          settings.toString());
      String url = "http://127.0.0.1:" + port + "/orders/v1/items";
      await().atMost(LONG).until(() -> status(url) == 200);
      // As soon as all of it is there: this is the one that is looked at.
      Files.writeString(log, "");
      assertThat(status(url)).isEqualTo(200);
      await().atMost(LONG).until(() -> !lines(log).isEmpty());
      JsonObject line =
          JsonParser.parseString(lines(log).get(lines(log).size() - 1)).getAsJsonObject();
      String trace = line.get("trace.id").getAsString();
      assertThat(trace).isNotEqualTo(FOREIGN);

      await().atMost(LONG).until(() -> trace(zipkin, trace).size() == 5);
      JsonArray spans = trace(zipkin, trace);
      JsonObject served = span(spans, "remora-gateway", "SERVER");
      JsonObject call = span(spans, "remora-gateway", "CLIENT");
      JsonObject orders = span(spans, "orders", "SERVER");
      JsonObject stock = span(spans, "orders", "CLIENT");
      JsonObject inventory = span(spans, "inventory", "SERVER");
      assertThat(served.has("parentId")).isFalse();
      assertThat(parent(call)).isEqualTo(id(served));
      assertThat(parent(orders)).isEqualTo(id(call));
      assertThat(parent(stock)).isEqualTo(id(orders));
      assertThat(parent(inventory)).isEqualTo(id(stock));
      assertThat(served.get("name").getAsString()).isEqualToIgnoringCase("GET /orders/*");
      assertThat(line.get("transaction.id").getAsString()).isEqualTo(id(served));
    }
  }

  private static void service(
      Programs programs, String name, Path registry, String zipkin, String type, String... more)
      throws IOException {
    String port = Integer.toString(Programs.freePort());
    String agent =
        "-javaagent:"
            + Programs.built("agent/javaagent/target/remora-agent.jar")
            + "=registry=dir:"
            + registry
            + ",register="
            + name
            + ":127.0.0.1:"
            + port;
    String[] arguments = new String[5 + more.length];
    arguments[0] = agent;
    arguments[1] = "-cp";
    arguments[2] = Programs.built("it-tests/demo/target/classes");
    arguments[3] = type;
    arguments[4] = port;
    System.arraycopy(more, 0, arguments, 5, more.length);
    Map<String, String> environment = new HashMap<>(settings(zipkin));
    environment.put("OTEL_SERVICE_NAME", name);
    programs.start(name, environment, arguments);
  }

  private static Map<String, String> settings(String zipkin) {
    return Map.of(
        "OTEL_TRACES_EXPORTER",
        "zipkin",
        "OTEL_METRICS_EXPORTER",
        "none",
        "OTEL_BSP_SCHEDULE_DELAY",
        "300",
        "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
        zipkin + "/api/v2/spans");
  }

  /** Asks as a client outside does, with a trace of its own. */
  private int status(String url) throws InterruptedException {
    try {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url))
                  .header("traceparent", "00-" + FOREIGN + "-00f067aa0ba902b7-01")
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private JsonArray trace(String zipkin, String id) throws Exception {
    String body =
        client
            .send(
                HttpRequest.newBuilder(URI.create(zipkin + "/api/v2/trace/" + id)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return body.startsWith("[") ? JsonParser.parseString(body).getAsJsonArray() : new JsonArray();
  }

  private static JsonObject span(JsonArray spans, String service, String kind) {
    for (JsonElement each : spans) {
      JsonObject span = each.getAsJsonObject();
      if (span.get("kind").getAsString().equals(kind)
          && span.getAsJsonObject("localEndpoint")
              .get("serviceName")
              .getAsString()
              .equals(service)) {
        return span;
      }
    }
    throw new AssertionError("no " + kind + " of " + service + " in " + spans);
  }

  private static String id(JsonObject span) {
    return span.get("id").getAsString();
  }

  private static String parent(JsonObject span) {
    return span.get("parentId").getAsString();
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.readAllLines(log);
  }
}

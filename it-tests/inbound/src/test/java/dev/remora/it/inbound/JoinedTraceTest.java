package dev.remora.it.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.remora.telemetry.testing.Receiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The trace of a request and of the calls made for it, with nothing but the agent and variables.
 */
class JoinedTraceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  private final Map<String, String> traceparents = new ConcurrentHashMap<>();
  private final Map<String, String> authorizations = new ConcurrentHashMap<>();
  private HttpServer orders;
  private Path services;
  private Receiver receiver;

  static Stream<ServerUnderTest> servers() {
    List<ServerUnderTest> servlets = ServerUnderTest.servlets();
    return Stream.of(servlets.get(2), servlets.get(3), servlets.get(6), servlets.get(8), jdk(8));
  }

  private static ServerUnderTest jdk(int release) {
    return ServerUnderTest.jdkServers().stream()
        .filter(server -> server.jdk() == release)
        .findAny()
        .orElseThrow();
  }

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start();
    orders = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    orders.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          put(traceparents, path, exchange.getRequestHeaders().getFirst("traceparent"));
          put(authorizations, path, exchange.getRequestHeaders().getFirst("authorization"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    orders.start();
    services = Files.createTempFile("services", ".yaml");
    Files.writeString(
        services, "endpoints: {orders: [127.0.0.1:" + orders.getAddress().getPort() + "]}\n");
  }

  private static void put(Map<String, String> map, String path, String value) {
    map.put(path, String.valueOf(value));
  }

  @AfterEach
  void stop() {
    orders.stop(0);
    receiver.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void callsAreChildrenOfTheRequestOnEveryThread(ServerUnderTest under) throws Exception {
    Map<String, String> variables =
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.address(), "OTEL_BSP_SCHEDULE_DELAY", "20");
    try (Server server = Server.start(under, variables, "registry=file:" + services)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> server.get("/here", "early").startsWith("200") && !spans("").isEmpty());
      String traceparent = "00-" + TRACE + "-" + CALLER + "-01";
      assertThat(server.getWith("/call?sig=secret", "traceparent", traceparent))
          .isEqualTo("200 called\n");
      int calls = under.hasVirtualThreads() ? 5 : 4;
      await().atMost(Duration.ofSeconds(10)).until(() -> spans(TRACE).size() >= calls + 1);
      List<Span> spans = spans(TRACE);
      assertThat(spans).hasSize(calls + 1);
      Span served = spans.stream().filter(span -> kind(span).equals("SERVER")).findAny().get();
      assertThat(Receiver.hex(served.getParentSpanId())).isEqualTo(CALLER);
      assertThat(Receiver.attributes(served.getAttributesList()))
          .containsEntry("http.request.method", "GET")
          .containsEntry("url.path", "/call")
          .containsEntry("url.query", "sig=REDACTED")
          .containsEntry("url.scheme", "http")
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("http.response.status_code", "200");
      String own = Receiver.hex(served.getSpanId());
      spans.stream()
          .filter(span -> !span.getSpanId().equals(served.getSpanId()))
          .forEach(
              span -> {
                assertThat(kind(span)).isEqualTo("CLIENT");
                assertThat(Receiver.hex(span.getParentSpanId())).isEqualTo(own);
              });
      assertThat(traceparents).hasSize(calls);
      assertThat(traceparents.values()).allMatch(value -> value.startsWith("00-" + TRACE + "-"));
      assertThat(server.complaints()).isEmpty();
    }
  }

  private static String kind(Span span) {
    return span.getKind().name().substring("SPAN_KIND_".length());
  }

  private List<Span> spans(String trace) {
    return receiver.spans().stream()
        .filter(span -> Receiver.hex(span.getTraceId()).startsWith(trace))
        .toList();
  }

  @Test
  void sendsTheTokenOnWhereItIsToldTo() throws Exception {
    String options =
        "inbound.token=relay,services.orders.token.relay=if-present,"
            + "services.orders.token.allow-http=true,registry=file:"
            + services;
    try (Server server = Server.start(jdk(17), Map.of(), options)) {
      assertThat(server.getWith("/call", "authorization", "Bearer of-alice")).startsWith("200");
      assertThat(authorizations).hasSize(4).doesNotContainValue("null");
      assertThat(authorizations.values()).containsOnly("Bearer of-alice");
      assertThat(server.getWith("/call", "authorization", "Basic b2Y6Ym9i")).startsWith("200");
      assertThat(authorizations.values()).containsOnly("null");
      assertThat(server.complaints()).isEmpty();
    }
  }

  @Test
  void looksAtNoServerAndNoPoolWhereNobodyWantsToKnow() throws Exception {
    String options = "log=debug,registry=file:" + services;
    try (Server server = Server.start(jdk(17), Map.of(), options)) {
      assertThat(server.getWith("/call", "authorization", "Bearer of-alice")).startsWith("200");
      assertThat(authorizations.values()).containsOnly("null");
      assertThat(server.complaints())
          .anyMatch(line -> line.contains("hooked sun.net.www.http.HttpClient"))
          .noneMatch(line -> line.contains("hooked java.util.concurrent"))
          .noneMatch(line -> line.contains("httpserver"));
    }
    try (Server server = Server.start(jdk(17), Map.of(), options + ",inbound.token=exchange")) {
      assertThat(server.getWith("/call", "authorization", "Bearer of-alice")).startsWith("200");
      // It may be exchanged, and is sent nowhere as it is.
      assertThat(authorizations.values()).containsOnly("null");
      assertThat(server.complaints())
          .anyMatch(line -> line.contains("hooked java.util.concurrent.ThreadPoolExecutor"))
          .anyMatch(line -> line.contains("hooked com.sun.net.httpserver"));
    }
  }
}

package dev.remora.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.remora.core.routing.Context;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.telemetry.testing.Receiver;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The span of a request that came in, and the context of the calls made for it. */
class ObservedRequestTest extends WithTelemetry {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private record Inbound(String method, String target, Map<String, String> headers, String token)
      implements InboundRequest {
    @Override
    public String scheme() {
      return "http";
    }

    @Override
    public String serverAddress() {
      return "orders";
    }

    @Override
    public int serverPort() {
      return 9001;
    }

    @Override
    public String peerAddress() {
      return "10.0.0.7";
    }

    @Override
    public int peerPort() {
      return 4711;
    }

    @Override
    public String protocolVersion() {
      return "1.1";
    }

    @Override
    public String header(String name) {
      return headers.get(name);
    }
  }

  @Test
  void tellsOfTheRequest() throws Exception {
    start(1);
    ObservedRequest request =
        mesh.received(
            new Inbound(
                "GET",
                "/v1/items/7?token=x&page=1",
                Map.of("traceparent", PARENT, "baggage", "user=7", "user-agent", "curl/8"),
                "bearer"));
    Context context = request.context();
    request.ended(200, "/v1/items/{id}", null);
    request.ended(500, null, new IllegalStateException());
    Span span = span();
    assertThat(context.traceparent())
        .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-" + Receiver.hex(span.getSpanId()) + "-01");
    assertThat(context.baggage()).isEqualTo("user=7");
    assertThat(context.token()).isEqualTo("bearer");
    assertThat(Receiver.hex(span.getParentSpanId())).isEqualTo("b7ad6b7169203331");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(span.getName()).isEqualTo("GET /v1/items/{id}");
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(attributes(span))
        .containsOnly(
            entry("http.request.method", "GET"),
            entry("url.scheme", "http"),
            entry("url.path", "/v1/items/7"),
            entry("url.query", "token=REDACTED&page=1"),
            entry("http.route", "/v1/items/{id}"),
            entry("server.address", "orders"),
            entry("server.port", "9001"),
            entry("client.address", "10.0.0.7"),
            entry("network.peer.address", "10.0.0.7"),
            entry("network.peer.port", "4711"),
            entry("network.protocol.version", "1.1"),
            entry("user_agent.original", "curl/8"),
            entry("http.response.status_code", "200"));
  }

  @Test
  void isTheParentOfTheCallsMadeForIt() throws Exception {
    start(1);
    ObservedRequest request = mesh.received(new Inbound("POST", "/", Map.of(), null));
    call(get(Map.of(), request.context())).responded(200);
    request.ended(200, null, null);
    flush(2000);
    List<Span> spans = receiver.spans();
    assertThat(spans).hasSize(2);
    assertThat(spans.get(0).getParentSpanId()).isEqualTo(spans.get(1).getSpanId());
    assertThat(spans.get(0).getTraceId()).isEqualTo(spans.get(1).getTraceId());
    assertThat(receiver.metrics("http.server.request.duration")).isNotEmpty();
  }

  @Test
  void takesWhatTheServerDidWrongForAnError() throws Exception {
    start(1);
    mesh.received(new Inbound("GET", "/", Map.of(), null)).ended(404, null, null);
    mesh.received(new Inbound("GET", "/", Map.of(), null)).ended(503, null, null);
    mesh.received(new Inbound("GET", "/", Map.of(), null))
        .ended(500, null, new IllegalStateException("secret"));
    flush(2000);
    assertThat(receiver.spans())
        .extracting(span -> attributes(span).get("error.type"))
        .containsExactly(null, "503", "java.lang.IllegalStateException");
    assertThat(receiver.spans().toString()).doesNotContain("secret");
  }

  @Test
  void handsOnWhatIsNotRecorded() throws Exception {
    start(1);
    String not = PARENT.replace("-01", "-00");
    ObservedRequest request =
        mesh.received(
            new Inbound("GET", "/", Map.of("traceparent", not, "tracestate", "a=b"), null));
    assertThat(request.context().traceparent()).isEqualTo(not);
    assertThat(request.context().tracestate()).isEqualTo("a=b");
    request.ended(200, null, null);
    flush(2000);
    assertThat(receiver.spans()).isEmpty();
  }
}

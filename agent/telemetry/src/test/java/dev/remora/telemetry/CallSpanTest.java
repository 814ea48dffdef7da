package dev.remora.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.remora.core.MeshCall;
import dev.remora.telemetry.testing.Receiver;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The span of a call, by the semantic conventions, for whatever becomes of it. */
class CallSpanTest extends WithTelemetry {
  @Test
  void tellsOfAnAnsweredCall() throws Exception {
    start(1);
    long before = System.currentTimeMillis();
    MeshCall call = call(get("/v1/items?page=2"));
    Thread.sleep(20);
    call.responded(200);
    Span span = span();
    long after = System.currentTimeMillis();
    assertThat(span.getName()).isEqualTo("GET");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(span.getEventsList()).isEmpty();
    assertThat(attributes(span))
        .containsOnly(
            entry("http.request.method", "GET"),
            entry("server.address", "orders"),
            entry("server.port", "80"),
            entry("url.full", "http://orders/v1/items?page=2"),
            entry("network.peer.address", "127.0.0.1"),
            entry("network.peer.port", "1"),
            entry("http.response.status_code", "200"),
            entry("remora.zone", "a"),
            entry("remora.balance", "round-robin"));
    assertThat(span.getStartTimeUnixNano() / 1_000_000).isBetween(before - 1, after);
    assertThat(span.getEndTimeUnixNano() - span.getStartTimeUnixNano())
        .isBetween(20_000_000L, (after - before + 1) * 1_000_000);
    var scope = receiver.resourceSpans().get(0).getScopeSpans(0);
    assertThat(scope.getScope().getName()).isEqualTo("dev.remora");
    assertThat(scope.getSchemaUrl()).isEqualTo("https://opentelemetry.io/schemas/1.45.0");
    assertThat(
            Receiver.attributes(receiver.resourceSpans().get(0).getResource().getAttributesList()))
        .containsEntry("service.name", "shop")
        .containsEntry("telemetry.sdk.name", "opentelemetry")
        .containsEntry("telemetry.distro.name", "remora")
        .hasEntrySatisfying(
            "telemetry.distro.version", version -> assertThat(version).matches("\\d+\\..*"))
        .containsKey("service.instance.id");
  }

  @Test
  void namesTheHeadersOfThatSpan() throws Exception {
    start(1);
    MeshCall call = call(get("/"));
    String traceparent = header(call, "traceparent");
    call.responded(200);
    Span span = span();
    assertThat(traceparent)
        .isEqualTo(
            "00-" + Receiver.hex(span.getTraceId()) + "-" + Receiver.hex(span.getSpanId()) + "-01");
    assertThat(span.getParentSpanId().isEmpty()).isTrue();
  }

  @Test
  void takesAStatusFrom400OnForAnError() throws Exception {
    start(1);
    call(get("/")).responded(404);
    Span span = span();
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(span.getStatus().getMessage()).isEmpty();
    assertThat(attributes(span))
        .containsEntry("http.response.status_code", "404")
        .containsEntry("error.type", "404");
  }

  @Test
  void namesTheFailureByItsClassAlone() throws Exception {
    start(1);
    call(get("/")).failed(new CompletionException(new SocketException("secret")));
    Span span = span();
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(attributes(span))
        .containsEntry("error.type", "java.net.SocketException")
        .containsEntry("network.peer.port", "1")
        .doesNotContainKey("http.response.status_code");
    assertThat(span.toString()).doesNotContain("secret");
  }

  @Test
  void tellsOfACancelledCall() throws Exception {
    start(1);
    call(get("/")).cancelled();
    assertThat(attributes(span())).containsEntry("error.type", "cancelled");
  }

  @Test
  void tellsOfEachAttemptOfAFailover() throws Exception {
    start(2);
    MeshCall call = call(get("/"));
    int first = call.port();
    assertThat(call.failover(new ConnectException("Connection refused"))).isTrue();
    int second = call.port();
    call.responded(200);
    Span span = span();
    assertThat(attributes(span))
        .containsEntry("network.peer.port", "" + second)
        .containsEntry("remora.attempts", "2")
        .doesNotContainKey("error.type")
        // Nothing had been sent.
        .doesNotContainKey("http.request.resend_count");
    assertThat(attempts(span))
        .containsExactly(
            "first " + first + " null java.net.ConnectException",
            "failover " + second + " 200 null");
  }

  @Test
  void tellsOfEachAttemptOfARetry() throws Exception {
    start(2, "retry.attempts=2", "retry.backoff=1ms");
    MeshCall call = call(get("/"));
    int first = call.port();
    assertThat(call.retry(503, null)).isNotNegative();
    int second = call.port();
    call.responded(200);
    Span span = span();
    assertThat(attributes(span))
        .containsEntry("http.request.resend_count", "1")
        .containsEntry("network.peer.port", "" + second)
        .containsEntry("http.response.status_code", "200");
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(attempts(span))
        .containsExactly("first " + first + " 503 503", "retry " + second + " 200 null");
    assertThat(span.getEvents(1).getTimeUnixNano())
        .isGreaterThanOrEqualTo(span.getEvents(0).getTimeUnixNano());
  }

  @Test
  void tellsOfAHedgeAndWhatItOvertook() throws Exception {
    start(2, "hedge.after=1ms");
    MeshCall call = call(get("/"));
    MeshCall hedge = call.hedge();
    assertThat(hedge).isNotNull();
    assertThat(hedge.headers()).containsExactly(call.headers());
    hedge.responded(200);
    Span span = span();
    assertThat(attributes(span))
        .containsEntry("http.request.resend_count", "1")
        .containsEntry("network.peer.port", "" + hedge.port());
    assertThat(attempts(span))
        .containsExactly(
            "first " + call.port() + " null overtaken", "hedge " + hedge.port() + " 200 null");
  }

  @Test
  void tellsOfARejectedCall() throws Exception {
    start(1, "breaker.failures=50%", "breaker.min-calls=1");
    for (int i = 0; i < 20 && call(get("/")).rejection() == null; i++) {
      call(get("/")).responded(500);
    }
    MeshCall rejected = call(get("/"));
    assertThat(rejected.rejection()).isNotNull();
    flush(2000);
    Span span = receiver.spans().get(receiver.spans().size() - 1);
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(span.getStatus().getMessage()).startsWith("Remora rejected the call to orders");
    assertThat(attributes(span))
        .containsEntry("error.type", "rejected")
        .doesNotContainKeys("network.peer.address", "http.response.status_code");
  }

  @Test
  void knowsTheMethodsThereAre() throws Exception {
    start(1);
    call(new Info("get", "/", Map.of(), false, null)).responded(200);
    Span span = span();
    assertThat(span.getName()).isEqualTo("HTTP");
    assertThat(attributes(span))
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "get");
  }

  @Test
  void writesSecureUrlsAndNoSecrets() throws Exception {
    start(1);
    call(new Info("GET", "/a?sig=abc&x=1", Map.of(), true, null)).responded(200);
    assertThat(attributes(span()))
        .containsEntry("url.full", "https://orders/a?sig=REDACTED&x=1")
        .containsEntry("server.port", "443");
  }

  @Test
  void cutsWhatIsTooLong() throws Exception {
    Map<String, String> names = toReceiver();
    names.put("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "30");
    start(1, List.of(), names);
    call(get("/" + "x".repeat(1000))).responded(200);
    assertThat(attributes(span()).get("url.full")).hasSize(30).startsWith("http://orders/x");
  }

  @Test
  void endsOnce() throws Exception {
    start(1);
    MeshCall call = call(get("/"));
    call.responded(200);
    call.responded(500);
    call.failed(new SocketException());
    flush(2000);
    assertThat(receiver.spans()).hasSize(1);
    assertThat(attributes(receiver.spans().get(0)))
        .containsEntry("http.response.status_code", "200");
  }

  private static List<String> attempts(Span span) {
    return span.getEventsList().stream()
        .map(
            event -> {
              assertThat(event.getName()).isEqualTo("remora.attempt");
              Map<String, String> attributes = Receiver.attributes(event.getAttributesList());
              assertThat(attributes).containsKey("remora.attempt.duration");
              return attributes.get("remora.attempt.reason")
                  + " "
                  + attributes.get("network.peer.port")
                  + " "
                  + attributes.get("http.response.status_code")
                  + " "
                  + attributes.get("error.type");
            })
        .toList();
  }
}

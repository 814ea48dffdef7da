package dev.remora.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.MeshCall;
import dev.remora.core.routing.Context;
import dev.remora.telemetry.testing.Receiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which trace a call belongs to, and what goes on from it. */
class PropagationTest extends WithTelemetry {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";
  private static final String NOT_SAMPLED = "00-" + TRACE + "-" + PARENT + "-00";

  private void startWith(String... namesAndValues) throws Exception {
    Map<String, String> names = toReceiver();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      names.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    start(1, List.of(), names);
  }

  private void assertNothingIsSent() throws Exception {
    flush(2000);
    assertThat(receiver.spans()).isEmpty();
  }

  @Test
  void joinsTheRequestsOwnTrace() throws Exception {
    start(1);
    Context inbound =
        new Context("00-" + "f".repeat(32) + "-" + PARENT + "-01", "a=b", "c=d", null);
    MeshCall call = call(get(Map.of("traceparent", SAMPLED, "tracestate", "x=y"), inbound));
    // It is replaced; what goes with it is there already.
    assertThat(call.headers()).hasSize(2);
    String traceparent = header(call, "traceparent");
    call.responded(200);
    Span span = span();
    assertThat(Receiver.hex(span.getTraceId())).isEqualTo(TRACE);
    assertThat(Receiver.hex(span.getParentSpanId())).isEqualTo(PARENT);
    assertThat(span.getTraceState()).isEqualTo("x=y");
    assertThat(traceparent)
        .isEqualTo("00-" + TRACE + "-" + Receiver.hex(span.getSpanId()) + "-01")
        .isNotEqualTo(SAMPLED);
  }

  @Test
  void joinsTheTraceOfTheRequestThatIsServed() throws Exception {
    start(1);
    MeshCall call = call(get(Map.of(), new Context(SAMPLED, "x=y,z=1", "user=7", "secret")));
    assertThat(header(call, "tracestate")).isEqualTo("x=y,z=1");
    assertThat(header(call, "baggage")).isEqualTo("user=7");
    assertThat(call.headers()).doesNotContain("secret");
    call.responded(200);
    Span span = span();
    assertThat(Receiver.hex(span.getTraceId())).isEqualTo(TRACE);
    assertThat(Receiver.hex(span.getParentSpanId())).isEqualTo(PARENT);
    assertThat(span.getTraceState()).isEqualTo("x=y,z=1");
  }

  @Test
  void keepsToADecisionThatWasMade() throws Exception {
    start(1);
    MeshCall own = call(get(Map.of("traceparent", NOT_SAMPLED), null));
    assertThat(own.headers()).isNull();
    own.responded(200);
    MeshCall served = call(get(Map.of(), new Context(NOT_SAMPLED, "x=y", "user=7", null)));
    assertThat(served.headers())
        .containsExactly("traceparent", NOT_SAMPLED, "tracestate", "x=y", "baggage", "user=7");
    served.responded(200);
    assertNothingIsSent();
  }

  @Test
  void handsItsOwnDecisionOn() throws Exception {
    startWith("OTEL_TRACES_SAMPLER", "always_off");
    MeshCall root = call(get("/"));
    assertThat(header(root, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    root.responded(200);
    MeshCall joined = call(get(Map.of("traceparent", SAMPLED), null));
    assertThat(header(joined, "traceparent")).matches("00-" + TRACE + "-[0-9a-f]{16}-00");
    joined.responded(200);
    assertNothingIsSent();
  }

  @Test
  void recordsAShare() throws Exception {
    startWith("OTEL_TRACES_SAMPLER", "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG", "0.25");
    int sampled = 0;
    for (int i = 0; i < 1000; i++) {
      MeshCall call = call(get("/"));
      sampled += header(call, "traceparent").endsWith("-01") ? 1 : 0;
      call.responded(200);
    }
    flush(2000);
    assertThat(sampled).isBetween(180, 320);
    assertThat(receiver.spans()).hasSize(sampled);
  }

  @Test
  void takesNoPartInATraceThatMakesNoSense() throws Exception {
    start(1);
    call(get(Map.of("traceparent", "00-" + "0".repeat(32) + "-" + PARENT + "-01"), null))
        .responded(200);
    assertThat(span().getParentSpanId().isEmpty()).isTrue();
  }

  @Test
  void handsOnWhatCameInWhereNothingIsTraced() throws Exception {
    startWith("OTEL_TRACES_EXPORTER", "none");
    assertThat(call(get("/")).headers()).isNull();
    assertThat(header(call(get(Map.of(), new Context(SAMPLED, null, null, null))), "traceparent"))
        .isEqualTo(SAMPLED);
  }

  @Test
  void speaksB3() throws Exception {
    startWith("OTEL_PROPAGATORS", "b3,b3multi");
    MeshCall call = call(get(Map.of("b3", TRACE + "-" + PARENT + "-1"), null));
    assertThat(header(call, "traceparent")).isNull();
    String[] b3 = header(call, "b3").split("-", -1);
    assertThat(header(call, "x-b3-traceid")).isEqualTo(TRACE).isEqualTo(b3[0]);
    assertThat(header(call, "x-b3-spanid")).isEqualTo(b3[1]);
    assertThat(header(call, "x-b3-sampled")).isEqualTo("1").isEqualTo(b3[2]);
    call.responded(200);
    Span span = span();
    assertThat(Receiver.hex(span.getSpanId())).isEqualTo(b3[1]);
    assertThat(Receiver.hex(span.getParentSpanId())).isEqualTo(PARENT);
  }
}

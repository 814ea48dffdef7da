package dev.remora.jmh.additions;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** For comparison: the same span and its header by the SDK's own tracer, with nobody to export. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SdkSpans {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
  private static final AttributeKey<String> PEER = AttributeKey.stringKey("network.peer.address");
  private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");

  /** What is recorded. */
  @Param({"sampled-out", "sampled"})
  public String recording;

  private Tracer tracer;

  /** Makes the tracer. */
  @Setup
  public void prepare() {
    tracer =
        SdkTracerProvider.builder()
            .setSampler(recording.equals("sampled") ? Sampler.alwaysOn() : Sampler.alwaysOff())
            .addSpanProcessor(new Nobody())
            .build()
            .get("benchmark");
  }

  /** The span of a call. */
  @Benchmark
  public Map<String, String> call() {
    Span span =
        tracer
            .spanBuilder("GET")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(METHOD, "GET")
            .setAttribute(SERVER, "orders")
            .setAttribute(PORT, 80L)
            .setAttribute(URL, "http://orders/v1/items?page=2")
            .startSpan();
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance()
        .inject(Context.root().with(span), headers, (map, name, value) -> map.put(name, value));
    span.setAttribute(PEER, "127.0.0.1");
    span.setAttribute(PEER_PORT, 9001L);
    span.setAttribute(STATUS, 200L);
    span.end();
    return headers;
  }
}

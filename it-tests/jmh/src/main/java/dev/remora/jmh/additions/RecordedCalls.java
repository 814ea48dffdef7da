package dev.remora.jmh.additions;

import dev.remora.core.BenchmarkedCalls;
import dev.remora.core.MeshCall;
import dev.remora.core.log.Log;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.telemetry.InboundRequest;
import dev.remora.core.telemetry.ObservedCall;
import dev.remora.core.telemetry.ObservedRequest;
import dev.remora.core.telemetry.Telemetry;
import dev.remora.jmh.Clusters;
import dev.remora.jmh.Get;
import dev.remora.telemetry.config.Settings;
import dev.remora.telemetry.metrics.Meters;
import dev.remora.telemetry.trace.Recorder;
import dev.remora.telemetry.trace.Spans;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A call from beginning to end, its headers asked for as a client does: not recorded, measured and
 * sampled out as a new trace, the same below a parent, and sampled. A sampled one is taken out of
 * the queue right away, so that it never is full.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordedCalls {
  /** What is recorded. */
  @Param({"off", "sampled-out", "sampled-out-below", "sampled", "sampled-below"})
  public String recording;

  private final Spans spans =
      new Spans(
          2048,
          512,
          new Runnable() {
            @Override
            public void run() {}
          });

  private RequestInfo request;
  private ResilientCluster cluster;
  private Telemetry telemetry;

  /** Makes the cluster and the recorder. */
  @Setup
  public void prepare() {
    cluster = Clusters.of(10, "");
    boolean sampled = recording.startsWith("sampled") && !recording.startsWith("sampled-out");
    request =
        new Get(
            null,
            false,
            recording.endsWith("-below")
                ? new Context(
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0" + (sampled ? 1 : 0),
                    "vendor=1",
                    "user=7",
                    null)
                : null);
    if (!recording.equals("off")) {
      telemetry = telemetry(sampled);
    }
  }

  private Telemetry telemetry(boolean sampled) {
    Map<String, String> names =
        Map.of("OTEL_TRACES_SAMPLER", "parentbased_always_" + (sampled ? "on" : "off"));
    Settings settings =
        Settings.read(names, new Properties(), new Log(Log.Level.ERROR, System.err));
    Recorder recorder = new Recorder(settings, spans, new Meters());
    return new Telemetry() {
      @Override
      public ObservedCall begin(String service, String host, RequestInfo info, long now) {
        return recorder.begin(service, host, info, now);
      }

      @Override
      public ObservedRequest received(InboundRequest inbound) {
        return recorder.received(inbound);
      }

      @Override
      public String describe() {
        return "";
      }
    };
  }

  /** A call. */
  @Benchmark
  public MeshCall call(Blackhole hole) {
    MeshCall call = BenchmarkedCalls.begin(cluster, request, telemetry);
    hole.consume(call.headers());
    call.responded(200);
    hole.consume(spans.poll());
    return call;
  }
}

package dev.remora.jmh;

import dev.remora.core.BenchmarkedCalls;
import dev.remora.core.MeshCall;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.RequestInfo;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All that a call costs which succeeds at once: its pick, its object, its outcome. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RemoraCalls {
  /** How many endpoints there are. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  /** The default, and with everything on that can be. */
  @Param({"default", "guarded"})
  public String policy;

  private final RequestInfo request = Get.KEYED;
  private ResilientCluster cluster;

  /** Makes the cluster. */
  @Setup
  public void cluster() {
    cluster =
        Clusters.of(
            endpoints,
            policy.equals("default")
                ? ""
                : "timeout: 2s, retry: {attempts: 2}, breaker: {failures: 50%}, throttle: 2");
  }

  /** A call from beginning to end. */
  @Benchmark
  public MeshCall call() {
    MeshCall call = BenchmarkedCalls.begin(cluster, request);
    call.responded(200);
    return call;
  }
}

package dev.remora.jmh;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.LiveEndpoint;
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

/**
 * A full pick: the clock, the policy over endpoints of unequal weights, and the look at the health
 * of what it chose.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RemoraPicks {
  /** How many endpoints there are. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  /** The setting {@code balance}. */
  @Param({"default"})
  public String policy;

  private final RequestInfo request = Get.KEYED;
  private ResilientCluster cluster;

  /** Makes the cluster. */
  @Setup
  public void cluster() {
    cluster = Clusters.of(endpoints, Policy.settings(policy));
    if (!Policy.isHash(policy)) {
      Addresses.requireAll(endpoints, this::pick);
    }
  }

  /** What an attempt does. */
  @Benchmark
  public LiveEndpoint pick() {
    return cluster.pick(request, null, Ticker.SYSTEM.nanos());
  }
}

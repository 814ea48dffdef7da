package dev.remora.jmh;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is recorded of an attempt, from its beginning to its end: in flight, latency, health. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RemoraOutcomes {
  /** How many endpoints there are. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  /** The setting {@code balance}. */
  @Param({"default"})
  public String policy;

  private ResilientCluster cluster;

  /** Makes the cluster. */
  @Setup
  public void cluster() {
    cluster = Clusters.of(endpoints, Policy.settings(policy));
  }

  /** What an attempt that succeeds does besides the pick. */
  @Benchmark
  public void record(Turn turn) {
    LiveEndpoint endpoint = cluster.snapshot().get(turn.next());
    endpoint.stats().began();
    cluster.ended(endpoint, Outcome.SUCCESS, 5_000_000 + turn.at() * 1000L, Ticker.SYSTEM.nanos());
  }
}

package dev.remora.jmh;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.endpoint.EndpointSelectionStrategy;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Armeria's endpoint selectors over a fixed group. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ArmeriaPicks {
  /** How many endpoints there are. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  /** Which of Armeria's strategies; the weighted one is its default. */
  @Param({"round_robin", "weighted_round_robin"})
  public String policy;

  private EndpointGroup group;
  private ClientRequestContext call;

  /** Makes the group. */
  @Setup
  public void group() {
    List<Endpoint> all = new ArrayList<>();
    for (int i = 0; i < endpoints; i++) {
      all.add(Endpoint.of(Addresses.ip(i), Addresses.PORT).withWeight(1 + i % 3));
    }
    group =
        EndpointGroup.of(
            policy.equals("round_robin")
                ? EndpointSelectionStrategy.roundRobin()
                : EndpointSelectionStrategy.weightedRoundRobin(),
            all);
    call = ClientRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));
    Addresses.requireAll(endpoints, this::pick);
  }

  /** What a call does, once the group is known. */
  @Benchmark
  public Endpoint pick() {
    return group.selectNow(call);
  }
}

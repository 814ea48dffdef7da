package dev.remora.jmh;

import io.grpc.CallOptions;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.xds.WeightedRoundRobinLoadBalancerProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** gRPC's pickers, driven directly, taken from its load balancers once all endpoints are ready. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrpcPicks {
  /** How many endpoints there are. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  /** The load balancer's name in gRPC. */
  @Param({"round_robin", "weighted_round_robin"})
  public String policy;

  private final LoadBalancer.PickSubchannelArgs call = new AnyCall();
  private ScheduledExecutorService timer;
  private LoadBalancer balancer;
  private LoadBalancer.SubchannelPicker picker;

  /** Makes the load balancer and connects its subchannels. */
  @Setup
  public void connect() {
    timer = Executors.newSingleThreadScheduledExecutor();
    ReadyHelper helper = new ReadyHelper(timer);
    LoadBalancerProvider provider =
        policy.equals("round_robin")
            ? LoadBalancerRegistry.getDefaultRegistry().getProvider(policy)
            : new WeightedRoundRobinLoadBalancerProvider();
    balancer = provider.newLoadBalancer(helper);
    List<EquivalentAddressGroup> addresses = new ArrayList<>();
    for (int i = 0; i < endpoints; i++) {
      addresses.add(new EquivalentAddressGroup(Addresses.socket(i)));
    }
    LoadBalancer.ResolvedAddresses resolved =
        LoadBalancer.ResolvedAddresses.newBuilder()
            .setAddresses(addresses)
            .setLoadBalancingPolicyConfig(
                provider.parseLoadBalancingPolicyConfig(Map.of()).getConfig())
            .build();
    helper.execute(() -> balancer.acceptResolvedAddresses(resolved));
    picker = helper.picker();
    Addresses.requireAll(
        endpoints, () -> pick().getSubchannel().getAllAddresses().get(0).getAddresses().get(0));
  }

  /** Ends the timer. */
  @TearDown
  public void stop() {
    timer.shutdownNow();
  }

  /** What a call does. */
  @Benchmark
  public LoadBalancer.PickResult pick() {
    return picker.pickSubchannel(call);
  }

  /** A call of which these policies ask nothing. */
  private static final class AnyCall extends LoadBalancer.PickSubchannelArgs {
    private final Metadata headers = new Metadata();

    @Override
    public CallOptions getCallOptions() {
      return CallOptions.DEFAULT;
    }

    @Override
    public Metadata getHeaders() {
      return headers;
    }

    @Override
    public MethodDescriptor<?, ?> getMethodDescriptor() {
      throw new UnsupportedOperationException();
    }
  }
}

package dev.remora.jmh;

import com.netflix.loadbalancer.AvailabilityFilteringRule;
import com.netflix.loadbalancer.BaseLoadBalancer;
import com.netflix.loadbalancer.RoundRobinRule;
import com.netflix.loadbalancer.Server;
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
import org.openjdk.jmh.annotations.TearDown;

/** Ribbon's rules: each endpoint in turn, and each that its breaker has not taken out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RibbonPicks {
  /** How many endpoints there are. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  /** Which of Ribbon's rules. */
  @Param({"round_robin", "availability_filtering"})
  public String policy;

  private BaseLoadBalancer balancer;

  /** Makes the load balancer, without a ping: its endpoints count as alive. */
  @Setup
  public void balancer() {
    balancer = new BaseLoadBalancer();
    balancer.setRule(
        policy.equals("round_robin") ? new RoundRobinRule() : new AvailabilityFilteringRule());
    List<Server> all = new ArrayList<>();
    for (int i = 0; i < endpoints; i++) {
      all.add(new Server(Addresses.ip(i), Addresses.PORT));
    }
    balancer.addServers(all);
    Addresses.requireAll(endpoints, this::pick);
  }

  /** Ends its timers. */
  @TearDown
  public void stop() {
    balancer.shutdown();
  }

  /** What a call does. */
  @Benchmark
  public Server pick() {
    return balancer.chooseServer(null);
  }
}

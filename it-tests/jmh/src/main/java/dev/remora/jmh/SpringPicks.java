package dev.remora.jmh;

import java.util.LinkedHashMap;
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
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Spring Cloud LoadBalancer as an application gets it: auto-configured, round robin, its cache of
 * instances on Caffeine, and asked in the blocking way.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpringPicks {
  /** How many endpoints there are. */
  @Param({"10", "100", "1000"})
  public int endpoints;

  private ConfigurableApplicationContext context;
  private LoadBalancerClient client;

  /** Starts the application. */
  @Setup
  public void start() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("spring.main.banner-mode", "off");
    for (int i = 0; i < endpoints; i++) {
      properties.put(
          "spring.cloud.discovery.client.simple.instances.orders[" + i + "].uri",
          "http://" + Addresses.ip(i) + ":" + Addresses.PORT);
    }
    context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties(properties)
            .run();
    client = context.getBean(LoadBalancerClient.class);
    Addresses.requireAll(endpoints, () -> pick().getHost());
  }

  /** Ends it. */
  @TearDown
  public void stop() {
    context.close();
  }

  /** What a call does. */
  @Benchmark
  public ServiceInstance pick() {
    return client.choose("orders");
  }

  /** An application that has the starter and nothing else. */
  @EnableAutoConfiguration
  static class Application {}
}

package dev.remora.core.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.ConsulConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.Threads;
import dev.remora.core.testing.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Consul knows is what the listener is told. */
class ConsulRegistryTest {
  private static final Map<String, ?> NO_MORE = Map.of();

  @TempDir static Path folder;
  private static ConsulServer consul;

  private final Told told = new Told();
  private final Said said = new Said();
  private ConsulRegistry registry;

  @BeforeAll
  static void startConsul() {
    consul = ConsulServer.in(folder).start();
  }

  @AfterAll
  static void stopConsul() {
    consul.close();
  }

  @BeforeEach
  void start() {
    assertThat(Threads.named("remora")).isEmpty();
    open(ConsulConfig.at("127.0.0.1", consul.port()).build());
  }

  private void open(ConsulConfig config) {
    registry = new ConsulRegistry(config, said.log());
    registry.start(told);
  }

  @AfterEach
  void close() {
    registry.close();
    await().until(() -> Threads.named("remora").isEmpty());
    for (String id : consul.get("/v1/agent/services").getAsJsonObject().keySet()) {
      consul.deregister(id);
    }
  }

  @Test
  void namesAndEndpointsComeAndGo() {
    registry.watch("orders");
    await().until(() -> told.names().equals(Set.of("consul")));
    await().until(() -> List.of().equals(told.endpoints("orders")));

    consul.register("o1", "orders", "10.0.0.1", 80, NO_MORE);
    await().until(() -> told.names().equals(Set.of("consul", "orders")));
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    consul.register("o2", "orders", "10.0.0.2", 80, NO_MORE);
    await().until(() -> List.of("10.0.0.1:80", "10.0.0.2:80").equals(told.addresses("orders")));

    consul.deregister("o1");
    await().until(() -> List.of("10.0.0.2:80").equals(told.addresses("orders")));
    consul.deregister("o2");
    await().until(() -> List.of().equals(told.addresses("orders")));
    await().until(() -> told.names().equals(Set.of("consul")));

    assertThat(told.events()).isEmpty();
    assertThat(said.text()).isEmpty();
  }

  @Test
  void tellsAllOfAnEndpoint() {
    consul.register(
        "o1",
        "orders",
        "",
        8080,
        Map.of(
            "Tags",
            List.of("v2", "prod"),
            "Meta",
            Map.of("version", "2"),
            "Weights",
            Map.of("Passing", 5, "Warning", 1)));
    registry.watch("orders");
    await().until(() -> told.endpoints("orders") != null);
    // Without an address of its own it is at its node's, in whose zone it also is.
    assertThat(told.endpoints("orders"))
        .containsExactly(
            Endpoint.at("127.0.0.1", 8080)
                .weight(5)
                .tags(List.of("v2", "prod"))
                .zone("node-zone")
                .metadata(Map.of("version", "2"))
                .build());
  }

  @Test
  void onlyPassingEndpointsCount() {
    Map<String, ?> ttl = Map.of("Check", Map.of("TTL", "60s"));
    consul.register("o1", "orders", "10.0.0.1", 80, ttl);
    registry.watch("orders");
    await().until(() -> List.of().equals(told.addresses("orders")));
    for (String trouble : List.of("warn", "fail")) {
      consul.check("pass", "o1");
      await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
      consul.check(trouble, "o1");
      await().until(() -> List.of().equals(told.addresses("orders")));
    }
    consul.check("pass", "o1");
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    consul.put("/v1/agent/service/maintenance/o1?enable=true&reason=test", "");
    await().until(() -> List.of().equals(told.addresses("orders")));
    consul.put("/v1/agent/service/maintenance/o1?enable=false", "");
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
  }

  @Test
  void tellsWithinMillisecondsOfARegistration() throws Exception {
    registry.watch("orders");
    await().until(() -> told.endpoints("orders") != null);
    long[] millis = new long[15];
    for (int i = 0; i < millis.length; i++) {
      // Slower than the pace at which news are limited.
      Thread.sleep(1100);
      int port = 1000 + i;
      long start = System.nanoTime();
      consul.register("o", "orders", "10.0.0.1", port, NO_MORE);
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> List.of("10.0.0.1:" + port).equals(told.addresses("orders")));
      millis[i] = Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
    Arrays.sort(millis);
    System.err.println(
        "registered to seen: median " + millis[7] + " ms, most " + millis[14] + " ms");
    assertThat(millis[7]).isLessThan(500);
  }

  @Test
  void tagsNarrowNamesAndEndpoints() {
    registry.close();
    consul.register("o1", "orders", "10.0.0.1", 80, Map.of("Tags", List.of("v2", "prod")));
    consul.register("o2", "orders", "10.0.0.2", 80, Map.of("Tags", List.of("v2")));
    consul.register("b1", "billing", "10.0.0.3", 80, Map.of("Tags", List.of("v2")));
    open(ConsulConfig.at("127.0.0.1", consul.port()).tags(List.of("v2", "prod")).build());
    registry.watch("orders");
    registry.watch("billing");
    await().until(() -> told.services() == 2);
    assertThat(told.names()).containsExactly("orders");
    assertThat(told.addresses("orders")).containsExactly("10.0.0.1:80");
    assertThat(told.addresses("billing")).isEmpty();
  }

  @Test
  void asksTheDatacenterItIsToldTo() {
    registry.close();
    consul.register("o1", "orders", "10.0.0.1", 80, NO_MORE);
    open(ConsulConfig.at("localhost", consul.port()).datacenter("dc1").build());
    registry.watch("orders");
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
  }

  @Test
  void saysThatThereIsNoSuchDatacenter() {
    registry.close();
    open(ConsulConfig.at("127.0.0.1", consul.port()).datacenter("mars").build());
    await().until(() -> !told.downs().isEmpty());
    assertThat(told.downs().get(0))
        .isEqualTo(
            "Consul at http://127.0.0.1:"
                + consul.port()
                + " answers /v1/catalog/services with 500 (No path to datacenter)");
    assertThat(told.names()).isEmpty();
  }

  @Test
  void namesOfServicesNeedNotBeHostNames() {
    consul.register("o1", "or ders/ä?&", "10.0.0.1", 80, NO_MORE);
    registry.watch("or ders/ä?&");
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("or ders/ä?&")));
  }

  @Test
  void anAbsentServiceIsSeenSoonAlthoughItsWatchIsSlowedDown() throws Exception {
    registry.watch("orders");
    // Each of them wakes the watch on the absent service, to no avail.
    for (int i = 0; i < 40; i++) {
      consul.register("x", "other", "10.0.0.1", 1000 + i, NO_MORE);
      Thread.sleep(100);
    }
    assertThat(told.history("orders")).containsExactly(List.of());
    long start = System.nanoTime();
    consul.register("o1", "orders", "10.0.0.1", 80, NO_MORE);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    System.err.println(
        "absent to seen after much ado: "
            + Duration.ofNanos(System.nanoTime() - start).toMillis()
            + " ms");
  }

  @Test
  void twoThreadsSuffice() {
    for (int i = 0; i < 30; i++) {
      registry.watch("service-" + i);
    }
    await().until(() -> told.services() == 30);
    assertThat(Threads.named("remora")).containsExactly("remora-io", "remora-scheduler");
  }

  @Test
  void watchingTwiceIsWatchingOnce() throws Exception {
    registry.watch("orders");
    registry.watch("orders");
    await().until(() -> told.endpoints("orders") != null);
    consul.register("o1", "orders", "10.0.0.1", 80, NO_MORE);
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    Thread.sleep(200);
    assertThat(told.history("orders")).hasSize(2);
  }

  @Test
  void goesOnThoughAListenerThrows() {
    registry.close();
    Told flawed = new Told();
    registry = new ConsulRegistry(ConsulConfig.at("127.0.0.1", consul.port()).build(), said.log());
    registry.start(
        new dev.remora.core.discovery.Registry.Listener() {
          @Override
          public void services(Set<String> names) {
            throw new IllegalStateException("flawed");
          }

          @Override
          public void endpoints(String service, List<Endpoint> endpoints) {
            flawed.endpoints(service, endpoints);
            throw new IllegalStateException("flawed");
          }

          @Override
          public void down(String reason) {}

          @Override
          public void up() {}
        });
    registry.watch("orders");
    await().until(() -> flawed.endpoints("orders") != null);
    consul.register("o1", "orders", "10.0.0.1", 80, NO_MORE);
    await().until(() -> List.of("10.0.0.1:80").equals(flawed.addresses("orders")));
    assertThat(said.text()).contains("a listener of Consul failed");
  }
}

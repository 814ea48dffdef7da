package dev.remora.core.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.ConsulConfig;
import dev.remora.core.testing.Connections;
import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.Threads;
import dev.remora.core.testing.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More services than connections: they take turns. */
class ConsulCrowdTest {
  private static final int SERVICES = 1_000;

  @TempDir Path folder;

  @Test
  void aThousandServicesShareAHundredConnections() throws Exception {
    Told told = new Told();
    Said said = new Said();
    // Consul would close the 101st without a word, and the registry report an outage.
    try (ConsulServer consul = ConsulServer.in(folder).connections(100).start();
        ConsulRegistry registry =
            new ConsulRegistry(ConsulConfig.at("127.0.0.1", consul.port()).build(), said.log())) {
      for (int i = 0; i < SERVICES; i++) {
        register(consul, i, 80);
      }
      registry.start(told);
      // These settle down for longer and longer, and nothing will wake them.
      for (int i = 0; i < 20; i++) {
        registry.watch("service-" + i);
      }
      await().until(() -> told.services() == 20);
      await().until(() -> Connections.to(consul.port()) >= 20);
      for (int i = 20; i < SERVICES; i++) {
        registry.watch("service-" + i);
      }
      long asked = System.nanoTime();
      await().atMost(Duration.ofSeconds(20)).until(() -> told.services() == SERVICES);
      long first = Duration.ofNanos(System.nanoTime() - asked).toMillis();

      long slowest = 0;
      int most = 0;
      for (int i : new int[] {0, 19, 20, 90, 500, 999}) {
        String service = "service-" + i;
        long start = System.nanoTime();
        register(consul, i, 81);
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> List.of("10.0.0.1:81").equals(told.addresses(service)));
        slowest = Math.max(slowest, Duration.ofNanos(System.nanoTime() - start).toMillis());
        most = Math.max(most, Connections.to(consul.port()));
      }
      for (int i = 0; i < 100; i++) {
        most = Math.max(most, Connections.to(consul.port()));
        Thread.sleep(50);
      }
      System.err.printf(
          "%d services: first answers after %d ms, news after at most %d ms, %d connections%n",
          SERVICES, first, slowest, most);
      assertThat(most).isBetween(80, 100);
      assertThat(told.events()).isEmpty();
      assertThat(Threads.named("remora")).containsExactly("remora-io", "remora-scheduler");
    }
  }

  @Test
  void aRestartedProcessIsNotLockedOut() throws Exception {
    Said said = new Said();
    try (ConsulServer consul = ConsulServer.in(folder).start()) {
      for (int i = 0; i < 12; i++) {
        Told told = new Told();
        try (ConsulRegistry registry =
            new ConsulRegistry(ConsulConfig.at("127.0.0.1", consul.port()).build(), said.log())) {
          registry.start(told);
          for (int j = 0; j < Turns.FEW; j++) {
            registry.watch("service-" + j);
          }
          await().until(() -> told.services() == Turns.FEW);
          await().until(() -> Connections.to(consul.port()) >= Turns.FEW);
          // Their queries are with Consul, which will count them for minutes.
          Thread.sleep(300);
          assertThat(told.events()).isEmpty();
        }
      }
    }
  }

  private static void register(ConsulServer consul, int number, int port) {
    String service = "service-" + number;
    consul.register(service, service, "10.0.0.1", port, Map.of());
  }
}

package dev.remora.core.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.ConsulConfig;
import dev.remora.core.testing.ConsulCertificates;
import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was told stands while Consul is away, and goes on when it is back. */
class ConsulOutageTest {
  @TempDir Path folder;

  private final Told told = new Told();
  private final Said said = new Said();
  private ConsulServer consul;
  private ConsulRegistry registry;

  private void watch(ConsulConfig config) {
    registry = new ConsulRegistry(config, said.log());
    registry.start(told);
    registry.watch("orders");
    registry.watch("billing");
  }

  @AfterEach
  void close() {
    registry.close();
    consul.close();
  }

  @Test
  void survivesARestartOverHttp() throws Exception {
    consul = ConsulServer.in(folder).persistent().start();
    survivesARestart(ConsulConfig.at("127.0.0.1", consul.port()).build());
  }

  @Test
  void survivesARestartOverHttp2() throws Exception {
    ConsulCertificates certificates = ConsulCertificates.in(folder.resolve("tls"));
    consul = ConsulServer.in(folder).persistent().tls(certificates).start();
    survivesARestart(
        ConsulConfig.at("127.0.0.1", consul.tlsPort())
            .tls(true)
            .caFile(certificates.caFile().toString())
            .build());
  }

  private void survivesARestart(ConsulConfig config) throws Exception {
    consul.register("o1", "orders", "10.0.0.1", 80, Map.of());
    watch(config);
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    await().until(() -> List.of().equals(told.addresses("billing")));

    consul.kill();
    await().until(() -> told.events().equals(List.of("down")));
    assertThat(told.downs().get(0)).contains("can't be reached").contains("refused");
    Thread.sleep(3000);
    assertThat(told.history("orders")).hasSize(1);
    assertThat(registry.lastAnswerNanos()).isGreaterThan(Duration.ofSeconds(3).toNanos());

    consul.start();
    long start = System.nanoTime();
    await().atMost(Duration.ofSeconds(20)).until(() -> told.events().contains("up"));
    System.err.println(
        "up again after " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    consul.register("o2", "orders", "10.0.0.2", 80, Map.of());
    await().until(() -> List.of("10.0.0.1:80", "10.0.0.2:80").equals(told.addresses("orders")));
    assertThat(told.events()).containsExactly("down", "up");
    assertThat(registry.lastAnswerNanos())
        .isBetween(0L, Duration.ofNanos(System.nanoTime() - start).toNanos());
    // A Consul that is still reading its log knows nothing of its services, and says so.
    assertThat(told.history("orders")).hasSize(2);
  }

  @Test
  void waitsForAConsulThatIsNotThereYet() throws Exception {
    consul = ConsulServer.in(folder).build();
    watch(ConsulConfig.at("127.0.0.1", consul.port()).build());
    await().until(() -> told.events().equals(List.of("down")));
    Thread.sleep(2000);
    assertThat(told.downs()).hasSize(1);
    assertThat(told.endpoints("orders")).isNull();
    consul.start();
    consul.register("o1", "orders", "10.0.0.1", 80, Map.of());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    await().until(() -> told.events().equals(List.of("down", "up")));
  }

  @Test
  void startsOverWhenTheIndexGoesBack() {
    consul = ConsulServer.in(folder).persistent().start();
    consul.register("o1", "orders", "10.0.0.1", 80, Map.of());
    byte[] snapshot = consul.snapshot();
    for (int i = 0; i < 50; i++) {
      consul.put("/v1/kv/filler", "value " + i);
    }
    consul.register("b1", "billing", "10.0.0.2", 80, Map.of());
    watch(ConsulConfig.at("127.0.0.1", consul.port()).build());
    await().until(() -> List.of("10.0.0.2:80").equals(told.addresses("billing")));
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));

    consul.restore(snapshot);
    // Were the high index kept, this would be seen no sooner than after the wait of five minutes.
    consul.register("o3", "orders", "10.0.0.3", 80, Map.of());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> List.of("10.0.0.1:80", "10.0.0.3:80").equals(told.addresses("orders")));
    assertThat(told.events()).isEmpty();
  }
}

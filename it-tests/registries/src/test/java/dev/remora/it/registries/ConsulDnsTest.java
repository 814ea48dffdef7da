package dev.remora.it.registries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.testing.ConsulServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Consul's own DNS says. */
class ConsulDnsTest {
  private static final String SRV = "orders.service.consul";

  @TempDir static Path folder;
  private static ConsulServer consul;

  @BeforeAll
  static void startConsul() {
    consul =
        ConsulServer.in(folder)
            .dns(Map.of("service_ttl", Map.of("*", "1s"), "soa", Map.of("min_ttl", 1)))
            .start();
  }

  @AfterAll
  static void stopConsul() {
    consul.close();
  }

  private OpenDns open;

  @AfterEach
  void close() {
    open.close();
  }

  private void open(String place) {
    open = OpenDns.at("dns://127.0.0.1:" + consul.dnsPort(), place, config -> config);
  }

  private static void register(String id, String address, int weight) {
    consul.register(
        id, "orders", address, 80, Map.of("Weights", Map.of("Passing", weight, "Warning", 1)));
  }

  @Test
  void namesComeAndGo() {
    open(SRV);
    // Not registered: NXDOMAIN.
    await().until(() -> open.orders());
    register("o1", "10.0.0.1", 3);
    await().until(() -> open.orders("10.0.0.1:80"));
    register("o2", "10.0.0.2", 1);
    await().until(() -> open.orders("10.0.0.1:80", "10.0.0.2:80"));
    assertThat(open.weights()).isEqualTo(Map.of("10.0.0.1:80", 3, "10.0.0.2:80", 1));
    consul.deregister("o1");
    await().until(() -> open.orders("10.0.0.2:80"));
    consul.deregister("o2");
    await().until(() -> open.orders());
    assertThat(open.told.events()).isEmpty();
    assertThat(open.told.history("orders")).hasSize(5);
  }

  @Test
  void addressesWithAPortOfOurs() {
    register("o1", "10.0.0.1", 1);
    open(SRV + ":8080");
    await().until(() -> open.orders("10.0.0.1:8080"));
    consul.deregister("o1");
    await().until(() -> open.orders());
  }

  @Test
  void whatIsCriticalIsLeftOut() {
    consul.register("o1", "orders", "10.0.0.1", 80, Map.of());
    consul.register(
        "o2", "orders", "10.0.0.2", 80, Map.of("Check", Map.of("TTL", "10m", "Status", "passing")));
    open(SRV);
    await().until(() -> open.orders("10.0.0.1:80", "10.0.0.2:80"));
    consul.check("fail", "o2");
    await().until(() -> open.orders("10.0.0.1:80"));
    consul.deregister("o1");
    consul.deregister("o2");
  }

  /** Over UDP it leaves out what does not fit, others each time, and doesn't say so. */
  @Test
  void sixtyEndpointsAreAllThere() throws InterruptedException {
    for (int i = 1; i <= 60; i++) {
      register("o" + i, "10.0.0." + i, i);
    }
    open(SRV);
    await().until(() -> open.told.endpoints("orders") != null);
    assertThat(open.told.endpoints("orders")).hasSize(60);
    assertThat(open.weights()).containsEntry("10.0.0.42:80", 42);
    Thread.sleep(2500);
    assertThat(open.told.history("orders")).hasSize(1);
    for (int i = 1; i <= 60; i++) {
      consul.deregister("o" + i);
    }
  }

  @Test
  void theLastGoodStaysWhileConsulIsDown() {
    register("o1", "10.0.0.1", 1);
    open(SRV);
    await().until(() -> open.orders("10.0.0.1:80"));
    consul.kill();
    await().until(() -> open.told.events().equals(List.of("down")));
    assertThat(open.told.history("orders")).hasSize(1);
    consul.start();
    register("o2", "10.0.0.2", 1);
    await().until(() -> open.orders("10.0.0.2:80"));
    assertThat(open.told.events()).containsExactly("down", "up");
    consul.deregister("o2");
  }
}

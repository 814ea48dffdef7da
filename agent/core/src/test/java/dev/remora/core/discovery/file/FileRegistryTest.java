package dev.remora.core.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.LogLines;
import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegistryTest {
  @TempDir Path folder;

  private final LogLines log = new LogLines(Log.Level.INFO);
  private final Scheduler scheduler = new Scheduler(log.log());
  private final Heard heard = new Heard();
  private FileRegistry registry;

  private Path file() {
    return folder.resolve("endpoints.yaml");
  }

  private void start() {
    registry = new FileRegistry(file().toString(), log.log(), scheduler);
    registry.start(heard);
  }

  @AfterEach
  void close() {
    registry.close();
    scheduler.close();
  }

  @Test
  void tellsServicesAndTheEndpointsOfWatchedOnes() throws IOException {
    Files.writeString(file(), "endpoints: {orders: [127.0.0.1:1], payments: [127.0.0.1:2]}");
    start();
    await().untilAsserted(() -> assertThat(heard.names()).isEqualTo(Set.of("orders", "payments")));
    assertThat(heard.endpoints).isEmpty();

    registry.watch("orders");
    await()
        .untilAsserted(
            () ->
                assertThat(heard.endpoints.get("orders"))
                    .containsExactly(Endpoint.at("127.0.0.1", 1).build()));
    assertThat(heard.endpoints).containsOnlyKeys("orders");

    Files.writeString(file(), "endpoints: {payments: [127.0.0.1:2]}");
    await().untilAsserted(() -> assertThat(heard.endpoints.get("orders")).isEmpty());
    assertThat(heard.names()).isEqualTo(Set.of("payments"));
    assertThat(heard.states).isEmpty();
  }

  @Test
  void aBadEditKeepsTheOldEndpointsAndSaysWhere() throws IOException {
    Files.writeString(file(), "endpoints: {orders: [127.0.0.1:1]}");
    start();
    await().until(() -> heard.names() != null);

    Files.writeString(file(), "endpoints:\n  orders: [127.0.0.1]\n");

    await().until(() -> !log.lines().isEmpty());
    assertThat(log.lines())
        .containsExactly(
            file()
                + ":2:12: orders: \"127.0.0.1\" is not an endpoint; allowed: address:port,"
                + " \"[IPv6 address]:port\", {address, port, weight, tags, zone, metadata} (what was"
                + " read before stays in use)");
    assertThat(heard.lists).hasSize(1);
    assertThat(heard.states).isEmpty();
  }

  @Test
  void isDownUntilTheFileIsGood() throws IOException {
    start();
    await().until(() -> !heard.states.isEmpty());
    assertThat(heard.states).containsExactly("down: " + file() + ": can't be read: no such file");

    Files.writeString(file(), "endpoints: [a]");
    await().until(() -> !log.lines().isEmpty());
    assertThat(log.lines())
        .containsExactly(
            file() + ":1:12: endpoints: is not a map; allowed: service names, each a list");

    Files.writeString(file(), "endpoints: {}");
    await().until(() -> heard.states.size() == 2);
    assertThat(heard.states).endsWith("up");
    assertThat(heard.names()).isEmpty();
  }

  @Test
  void refusesRegistrations() throws IOException {
    Files.writeString(file(), "endpoints: {}");
    start();
    registry.register(new Registration("orders", Endpoint.at("127.0.0.1", 9001).build()));
    assertThat(log.lines())
        .containsExactly(
            "register: orders at 127.0.0.1:9001 can't be put into file:"
                + file()
                + "; allowed: with a registry consul:// or dir:");
    assertThat(List.of(folder.toFile().list())).containsExactly("endpoints.yaml");
  }
}

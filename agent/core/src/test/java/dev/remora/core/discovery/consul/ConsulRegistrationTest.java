package dev.remora.core.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.core.config.ConsulConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.ScriptedServer;
import dev.remora.core.testing.Threads;
import dev.remora.core.testing.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This process in a Consul that may forget it. */
class ConsulRegistrationTest {
  private static final Registration ORDERS =
      new Registration(
          "orders",
          Endpoint.at("10.0.0.7", 8080)
              .weight(3)
              .tags(List.of("v2"))
              .zone("a")
              .metadata(Map.of("version", "2"))
              .build());

  @TempDir Path folder;

  private final Told told = new Told();
  private final Said said = new Said();
  private ConsulServer consul;
  private ConsulRegistry registry;

  @BeforeEach
  void start() {
    consul = ConsulServer.in(folder).start();
    registry = new ConsulRegistry(ConsulConfig.at("127.0.0.1", consul.port()).build(), said.log());
    registry.start(told);
  }

  @AfterEach
  void close() {
    registry.close();
    consul.close();
  }

  @Test
  void isThereAsLongAsItIsOpen() throws Exception {
    registry.register(ORDERS);
    await().until(() -> passing().size() == 1);
    JsonObject entry = passing().get(0).getAsJsonObject();
    JsonObject service = entry.getAsJsonObject("Service");
    assertThat(service.get("ID").getAsString()).isEqualTo("orders-10.0.0.7-8080");
    assertThat(service.get("Address").getAsString()).isEqualTo("10.0.0.7");
    assertThat(service.get("Port").getAsInt()).isEqualTo(8080);
    assertThat(service.getAsJsonArray("Tags").toString()).isEqualTo("[\"v2\"]");
    assertThat(service.getAsJsonObject("Meta").get("version").getAsString()).isEqualTo("2");
    assertThat(service.getAsJsonObject("Weights").get("Passing").getAsInt()).isEqualTo(3);
    JsonObject check = entry.getAsJsonArray("Checks").get(1).getAsJsonObject();
    assertThat(check.get("CheckID").getAsString()).isEqualTo("service:orders-10.0.0.7-8080");
    assertThat(check.get("Type").getAsString()).isEqualTo("ttl");

    // It comes back as it went in.
    registry.watch("orders");
    await().until(() -> told.endpoints("orders") != null);
    assertThat(told.endpoints("orders"))
        .containsExactly(
            Endpoint.at("10.0.0.7", 8080)
                .weight(3)
                .tags(List.of("v2"))
                .zone("a")
                .metadata(Map.of("version", "2", "zone", "a"))
                .build());
    assertThat(Threads.named("remora")).containsExactly("remora-io", "remora-scheduler");

    // Longer than the TTL: only heartbeats keep it passing.
    Thread.sleep(1000L * (ConsulRegistration.TTL_SECONDS + 2));
    assertThat(passing()).hasSize(1);
    assertThat(told.history("orders")).hasSize(1);

    long start = System.nanoTime();
    registry.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(passing()).isEmpty();
    assertThat(consul.get("/v1/agent/services").getAsJsonObject().size()).isZero();
    assertThat(said.text()).isEqualTo("remora: registered in Consul: orders at 10.0.0.7:8080\n");
  }

  @Test
  void leavesForGoodAndGoesOnWatching() throws Exception {
    registry.register(ORDERS);
    await().until(() -> passing().size() == 1);
    assertThat(registry.leave()).isTrue();
    assertThat(passing()).isEmpty();

    registry.watch("billing");
    consul.register("billing", "billing", "10.0.0.8", 8080, Map.of());
    await().until(() -> told.addresses("billing") != null && !told.addresses("billing").isEmpty());
    assertThat(passing()).isEmpty();
  }

  @Test
  void hasNotLeftWhatItCouldNotTakeOut() {
    registry.register(ORDERS);
    await().until(() -> passing().size() == 1);
    consul.kill();
    assertThat(registry.leave()).isFalse();
  }

  @Test
  void comesBackWhenSomebodyTookItOut() {
    registry.register(ORDERS);
    await().until(() -> passing().size() == 1);
    consul.deregister("orders-10.0.0.7-8080");
    assertThat(passing()).isEmpty();
    await()
        .atMost(Duration.ofSeconds(ConsulRegistration.BEAT_SECONDS + 3))
        .until(() -> passing().size() == 1);
    assertThat(said.text()).contains("Consul has forgotten orders at 10.0.0.7:8080");
  }

  @Test
  void comesBackAfterARestartThatForgotAll() {
    registry.register(ORDERS);
    await().until(() -> passing().size() == 1);
    consul.kill();
    consul.start();
    assertThat(passing()).isEmpty();
    await()
        .atMost(Duration.ofSeconds(ConsulRegistration.BEAT_SECONDS + 5))
        .until(() -> passing().size() == 1);
  }

  @Test
  void registersAsSoonAsConsulIsThere() throws Exception {
    consul.kill();
    registry.register(ORDERS);
    await().until(() -> said.text().contains("can't keep orders at 10.0.0.7:8080 registered"));
    Thread.sleep(1000);
    consul.start();
    await().atMost(Duration.ofSeconds(8)).until(() -> passing().size() == 1);
    assertThat(said.text()).containsOnlyOnce("can't keep");
  }

  @Test
  void closesInTimeThoughConsulHangs() throws Exception {
    try (ScriptedServer hanging =
        new ScriptedServer(
            (request, out) -> {
              if (request.contains("/deregister/") || request.startsWith("GET")) {
                Thread.sleep(60_000);
              }
              out.write(ScriptedServer.answer(200, "", ""));
              return true;
            })) {
      ConsulRegistry hopeless =
          new ConsulRegistry(ConsulConfig.at("127.0.0.1", hanging.port()).build(), said.log());
      hopeless.start(told);
      hopeless.register(ORDERS);
      await().until(() -> said.text().contains("registered in Consul"));
      long start = System.nanoTime();
      hopeless.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(said.text()).contains("can't take orders at 10.0.0.7:8080 out");
    }
  }

  @Test
  void doesNotComeBackThroughARegistrationThatWasUnderWay() throws Exception {
    try (ScriptedServer slow =
        new ScriptedServer(
            (request, out) -> {
              if (request.endsWith("/register")) {
                Thread.sleep(500);
              } else if (request.startsWith("GET")) {
                Thread.sleep(60_000);
              }
              out.write(ScriptedServer.answer(200, "", ""));
              return true;
            })) {
      ConsulRegistry brief =
          new ConsulRegistry(ConsulConfig.at("127.0.0.1", slow.port()).build(), said.log());
      brief.start(told);
      brief.register(ORDERS);
      await().until(() -> slow.requests().contains("PUT /v1/agent/service/register"));
      brief.close();
      assertThat(slow.requests())
          .containsSubsequence(
              "PUT /v1/agent/service/register",
              "PUT /v1/agent/service/deregister/orders-10.0.0.7-8080");
    }
  }

  private JsonArray passing() {
    return consul.get("/v1/health/service/orders?passing=1").getAsJsonArray();
  }
}

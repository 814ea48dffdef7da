package dev.remora.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import dev.remora.core.testing.Calls;
import dev.remora.core.testing.ConsulCluster;
import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.ScriptedServer;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a registry does: calls to services that are known go on. */
class RegistryFaultsTest {
  private static final String CATALOG = "{\"consul\":[],\"orders\":[]}";
  private static final String ORDERS = orders(9001);

  @TempDir Path folder;

  private final LogLines log = new LogLines(Log.Level.INFO);
  private Mesh mesh;

  @AfterEach
  void close() {
    if (mesh != null) {
      mesh.close();
    }
  }

  private Mesh start(String... settings) {
    Properties properties = new Properties();
    properties.setProperty("remora.first-call-timeout", "10s");
    // So that each endpoint gets its turn.
    properties.setProperty("remora.services.*.balance", "round-robin");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.setProperty(
          "remora." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    mesh = Mesh.start(Config.load(null, properties, Map.of()), log.log());
    return mesh;
  }

  private static String orders(int port) {
    return "[{\"Service\":{\"Address\":\"127.0.0.1\",\"Port\":" + port + "}}]";
  }

  private static ScriptedServer.Script consul(int index, String catalog, String health) {
    return (request, out) -> {
      if (request.contains("index=" + index + "&")) {
        // Short waits, so that what it says next is said soon.
        Thread.sleep(200);
      }
      String body = request.contains("/catalog/") ? catalog : health;
      out.write(ScriptedServer.answer(200, "X-Consul-Index: " + index + "\r\n", body));
      return true;
    };
  }

  private static ScriptedServer.Script always(int status, String body) {
    return (request, out) -> {
      out.write(ScriptedServer.answer(status, "X-Consul-Index: 99\r\n", body));
      return true;
    };
  }

  /** What can happen to a registry, or what it can do. */
  private static Stream<Arguments> faults() {
    return Stream.of(
        fault("away", (request, out) -> false),
        hang(
            "slow",
            (request, out) -> {
              Thread.sleep(60_000);
              return false;
            }),
        hang(
            "trickling",
            (request, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
              for (int i = 0; i < 600; i++) {
                out.write(' ');
                out.flush();
                Thread.sleep(100);
              }
              return false;
            }),
        fault("truncated", always(200, ORDERS.substring(0, 30))),
        fault("overloaded", always(429, "slow down")),
        fault("broken", always(500, "No cluster leader")),
        fault("without names and endpoints", consul(99, "{}", "[]")),
        fault("without endpoints", consul(99, CATALOG, "[]")),
        fault("emptied, with an index that goes back", consul(3, "{}", "[]")),
        fault("flapping", flapping()));
  }

  private static Arguments fault(String name, ScriptedServer.Script script) {
    return Arguments.of(Named.of(name, script), false);
  }

  /** A query that hangs is given up on after ten seconds, longer than a test should wait. */
  private static Arguments hang(String name, ScriptedServer.Script script) {
    return Arguments.of(Named.of(name, script), true);
  }

  private static ScriptedServer.Script flapping() {
    AtomicInteger requests = new AtomicInteger();
    return (request, out) -> {
      int number = requests.incrementAndGet();
      return switch (number % 4) {
        case 0 -> consul(100 + number, CATALOG, ORDERS).answer(request, out);
        case 1 -> always(500, "rpc error").answer(request, out);
        case 2 -> consul(100 + number, CATALOG, "[]").answer(request, out);
        default -> false;
      };
    };
  }

  @ParameterizedTest
  @MethodSource("faults")
  void callsGoOn(ScriptedServer.Script fault, boolean hangs) throws Exception {
    try (ScriptedServer server = new ScriptedServer(consul(7, CATALOG, ORDERS))) {
      start("registry=consul://127.0.0.1:" + server.port(), "consul.wait=1s");
      assertThat(mesh.route("orders").port()).isEqualTo(9001);

      Calls calls =
          new Calls(() -> mesh.route("orders") != null && mesh.route("orders").port() == 9001);
      try (calls) {
        server.script(fault);
        Thread.sleep(1_500);
      }

      assertThat(calls.made()).isGreaterThan(100);
      assertThat(calls.failures()).isEmpty();
      server.script(consul(200, CATALOG, orders(9002)));
      if (!hangs) {
        await().atMost(Duration.ofSeconds(20)).until(() -> mesh.route("orders").port() == 9002);
      }
      assertThat(log.lines()).as("no flood of lines").hasSizeLessThan(14);
    }
  }

  @Test
  void aServiceThatReallyHasNoEndpointsIsOutAfterTheHold() throws Exception {
    try (ScriptedServer server = new ScriptedServer(consul(7, CATALOG, ORDERS))) {
      start("registry=consul://127.0.0.1:" + server.port(), "consul.wait=1s", "empty-hold=2s");
      assertThat(mesh.route("orders")).isNotNull();
      server.script(consul(8, CATALOG, "[]"));
      long emptied = System.nanoTime();
      await().until(() -> mesh.route("orders") == null);
      assertThat(Duration.ofNanos(System.nanoTime() - emptied))
          .isGreaterThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aServiceThatLeavesInPeaceIsOutAtOnce() throws Exception {
    try (ConsulServer consul = ConsulServer.in(folder).start()) {
      for (String service : List.of("orders", "billing", "shipping")) {
        consul.register(service, service, "127.0.0.1", 9001, Map.of());
      }
      start("registry=consul://127.0.0.1:" + consul.port());
      assertThat(mesh.route("orders")).isNotNull();
      consul.deregister("orders");
      await().atMost(Duration.ofSeconds(5)).until(() -> mesh.route("orders") == null);
    }
  }

  /** Of a single service: with the server's own name it is no more than half of all. */
  @Test
  void aServerThatComesBackWithNothingTakesNothingAway() throws Exception {
    try (ConsulServer consul = ConsulServer.in(folder).start()) {
      consul.register("orders", "orders", "127.0.0.1", 9001, Map.of());
      start("registry=consul://127.0.0.1:" + consul.port());
      assertThat(mesh.route("orders")).isNotNull();
      Calls calls = new Calls(() -> mesh.route("orders") != null);
      try (calls) {
        consul.kill();
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> mesh.status().registries().get(0).state() == MeshStatus.RegistryState.DOWN);
        consul.start();
        await()
            .atMost(Duration.ofSeconds(25))
            .until(() -> mesh.status().registries().get(0).state() == MeshStatus.RegistryState.UP);
        Thread.sleep(2_000);
      }
      assertThat(calls.failures()).isEmpty();
    }
  }

  @Test
  void aRestartWhileTheRegistryIsDownKnowsWhatWasKnown() throws Exception {
    String snapshot = "snapshot=" + folder.resolve("remora.snapshot");
    String registry;
    try (ConsulServer consul = ConsulServer.in(folder.resolve("consul")).persistent().build()) {
      consul.start();
      consul.register("orders", "orders", "127.0.0.1", 9001, Map.of());
      registry = "registry=consul://127.0.0.1:" + consul.port();
      start(registry, snapshot);
      assertThat(mesh.route("orders").port()).isEqualTo(9001);
      mesh.close();
      consul.kill();

      start(registry, snapshot, "first-call-timeout=1s");
      long asked = System.nanoTime();
      assertThat(mesh.route("orders")).isNotNull();
      // Half of the first call's time-out is the registry's.
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(950));
      assertThat(mesh.status().registries().get(0).outage()).contains("ago stands in");

      consul.start();
      consul.register("orders", "orders", "127.0.0.1", 9002, Map.of());
      await().atMost(Duration.ofSeconds(20)).until(() -> mesh.route("orders").port() == 9002);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> mesh.status().registries().get(0).state() == MeshStatus.RegistryState.UP);
    }
  }

  @Test
  void oneOfSeveralThatIsDownSlowsNobody() throws Exception {
    Path file = folder.resolve("endpoints.yaml");
    Files.writeString(file, "endpoints: {orders: [127.0.0.1:9001]}");
    // Nothing listens there.
    int port = ConsulServer.freePort();
    start("registry=consul://127.0.0.1:" + port + ",file:" + file);
    long asked = System.nanoTime();
    assertThat(mesh.route("orders").port()).isEqualTo(9001);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
    await().until(() -> mesh.status().registries().get(0).state() == MeshStatus.RegistryState.DOWN);
    assertThat(mesh.status().registries().get(1).state()).isEqualTo(MeshStatus.RegistryState.UP);
    assertThat(mesh.route("billing")).isNull();

    try (ConsulServer consul = ConsulServer.in(folder.resolve("consul")).port(port).start()) {
      consul.register("o", "orders", "127.0.0.1", 9002, Map.of());
      consul.register("b", "billing", "127.0.0.1", 9003, Map.of());
      await().atMost(Duration.ofSeconds(25)).until(() -> mesh.route("orders").port() == 9002);
      await()
          .atMost(Duration.ofSeconds(25))
          .until(() -> mesh.route("billing") != null && mesh.route("billing").port() == 9003);
    }
  }

  @Test
  void oneOfSeveralThatCanNotBeUsedDisablesNoOther() throws Exception {
    Path file = folder.resolve("endpoints.yaml");
    Files.writeString(file, "endpoints: {orders: [127.0.0.1:9001]}");
    String missing = folder.resolve("missing.pem").toString();
    start("registry=consul+https://127.0.0.1:1,file:" + file, "consul.ca=" + missing);
    assertThat(mesh.route("orders").port()).isEqualTo(9001);
    await().until(() -> mesh.status().registries().get(0).state() == MeshStatus.RegistryState.DOWN);
    assertThat(mesh.status().registries().get(0).outage()).contains(missing);
  }

  /** Whether a change passes, which means that there is a leader. */
  private static boolean registers(ConsulServer server, int port) {
    try {
      server.register("o1", "orders", "127.0.0.1", port, Map.of());
      return server.get("/v1/health/service/orders?passing").toString().contains(":" + port);
    } catch (AssertionError | UncheckedIOException e) {
      return false;
    }
  }

  /** The loss of the leader, then of the quorum, then its return. */
  @Test
  void callsGoOnWhileAClusterLosesItsLeaderAndItsQuorum() throws Exception {
    try (ConsulCluster cluster = new ConsulCluster(folder)) {
      ConsulServer leader = cluster.leader();
      ConsulServer own = cluster.followers().get(0);
      ConsulServer other = cluster.followers().get(1);
      own.register("o1", "orders", "127.0.0.1", 9001, Map.of());
      start("registry=consul://" + own.address() + ":" + own.port());
      assertThat(mesh.route("orders").port()).isEqualTo(9001);

      Calls calls = new Calls(() -> mesh.route("orders") != null);
      try (calls) {
        leader.kill();
        await().atMost(Duration.ofSeconds(30)).until(() -> registers(own, 9002));
        await().atMost(Duration.ofSeconds(20)).until(() -> mesh.route("orders").port() == 9002);

        other.kill();
        await()
            .atMost(Duration.ofSeconds(40))
            .until(
                () -> mesh.status().registries().get(0).state() == MeshStatus.RegistryState.DOWN);
        assertThat(mesh.route("orders").port()).isEqualTo(9002);

        other.launch();
        other.awaitLeader();
        await().atMost(Duration.ofSeconds(30)).until(() -> registers(own, 9003));
        await().atMost(Duration.ofSeconds(30)).until(() -> mesh.route("orders").port() == 9003);
      }
      assertThat(calls.failures()).isEmpty();
      assertThat(calls.made()).isGreaterThan(500);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> mesh.status().registries().get(0).state() == MeshStatus.RegistryState.UP);
    }
  }
}

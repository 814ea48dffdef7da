package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Mesh mesh;

  @AfterEach
  void close() {
    if (mesh != null) {
      mesh.close();
    }
  }

  private Mesh start(String... settings) {
    Properties properties = new Properties();
    // However busy the machine is: a first call must not be lost to it.
    properties.setProperty("remora.first-call-timeout", "20s");
    // So that each endpoint gets its turn.
    properties.setProperty("remora.services.*.balance", "round-robin");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.setProperty(
          "remora." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    Config config = Config.load(null, properties, Map.of());
    mesh = Mesh.start(config, new Log(Log.Level.DEBUG, new PrintStream(log, true)));
    return mesh;
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  private Path endpoints(String yaml) throws IOException {
    return Files.writeString(folder.resolve("endpoints.yaml"), yaml);
  }

  @Test
  void routesTheFirstCallInTurnOverTheEndpointsOfAFile() throws IOException {
    Path file = endpoints("endpoints: {orders: [127.0.0.1:9001, 127.0.0.1:9002, 127.0.0.1:9003]}");
    start("registry=file:" + file);

    Map<Integer, Integer> ports = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      MeshCall call = mesh.route("orders");
      assertThat(call).as("call %d", i).isNotNull();
      assertThat(call.address().getHostName()).isEqualTo("orders");
      assertThat(call.address().getHostAddress()).isEqualTo("127.0.0.1");
      ports.merge(call.port(), 1, Integer::sum);
    }
    assertThat(ports).isEqualTo(Map.of(9001, 100, 9002, 100, 9003, 100));
  }

  @Test
  void namesTheAddressExactlyAsTheHostWasAsked() throws IOException {
    start("registry=file:" + endpoints("endpoints: {orders: [127.0.0.1:9001, \"[::1]:9001\"]}"));

    for (int i = 0; i < 2; i++) {
      assertThat(mesh.route("OrderS").address().getHostName()).isEqualTo("OrderS");
    }
    assertThat(mesh.route("orders").address()).isSameAs(nextButOne("orders").address());
  }

  /** The call after the next. With two endpoints it goes where the one before the next went. */
  private MeshCall nextButOne(String host) {
    mesh.route(host);
    return mesh.route(host);
  }

  @Test
  void leavesOtherHostsAlone() throws IOException {
    start(
        "registry=file:"
            + endpoints(
                "endpoints: {orders: [127.0.0.1:9001], localhost: [127.0.0.1:1], 10.0.0.1:"
                    + " [127.0.0.1:1], a.localhost: [127.0.0.1:1], consul: [127.0.0.1:8300]}"));

    assertThat(mesh.route("orders")).isNotNull();
    for (String host :
        new String[] {
          "payments",
          "localhost",
          "LOCALHOST",
          "a.localhost",
          "10.0.0.1",
          "::1",
          "[::1]",
          "consul",
          "",
          "orders.",
          "example.org"
        }) {
      assertThat(mesh.route(host)).as(host).isNull();
    }
    assertThat(mesh.route(null)).isNull();
  }

  @Test
  void movesEachCallOnceOverEveryEndpoint() throws IOException {
    start(
        "registry=file:"
            + endpoints("endpoints: {orders: [127.0.0.1:9001, 127.0.0.1:9002, 127.0.0.1:9003]}"));
    ConnectException refused = new ConnectException("Connection refused");

    MeshCall call = mesh.route("orders");
    TreeSet<Integer> ports = new TreeSet<>();
    ports.add(call.port());
    assertThat(call.failover(refused)).isTrue();
    ports.add(call.port());
    assertThat(call.failover(new SocketTimeoutException("connect timed out"))).isFalse();
    assertThat(call.failover(refused)).isTrue();
    ports.add(call.port());
    int last = call.port();
    assertThat(call.failover(refused)).isFalse();

    assertThat(ports).containsExactly(9001, 9002, 9003);
    assertThat(call.port()).isEqualTo(last);
    assertThat(mesh.status().services().get(0).endpoints())
        .allSatisfy(
            endpoint -> {
              assertThat(endpoint.picks()).isEqualTo(1);
              assertThat(endpoint.connectFailures()).isEqualTo(1);
            });
  }

  @Test
  void followsAnEditOfTheFile() throws IOException {
    Path file = endpoints("endpoints: {orders: [127.0.0.1:9001]}");
    start("registry=file:" + file);
    assertThat(mesh.route("orders").port()).isEqualTo(9001);

    endpoints("endpoints: {orders: [127.0.0.1:9002]}");

    await().untilAsserted(() -> assertThat(mesh.route("orders").port()).isEqualTo(9002));
    assertThat(log()).doesNotContain("fault");
  }

  @Test
  void passesEverythingWhileDisabled() throws IOException {
    start("registry=file:" + endpoints("endpoints: {orders: [127.0.0.1:9001]}"), "enabled=false");
    assertThat(mesh.route("orders")).isNull();

    mesh.setEnabled(true);
    assertThat(mesh.route("orders")).isNotNull();

    mesh.setEnabled(false);
    assertThat(mesh.route("orders")).isNull();
  }

  /** What a dead endpoint would have got is spread over all the others. */
  @Test
  void spreadsEvenlyOverTheLivingWhileManyCallsFailOver() throws Exception {
    start(
        "registry=file:"
            + endpoints(
                "endpoints: {orders: [127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:3, 127.0.0.1:4]}"));
    ConnectException refused = new ConnectException("Connection refused");
    int threads = 64;
    int calls = 2_000;
    Map<Integer, LongAdder> served = new ConcurrentHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(
            pool.submit(
                () -> {
                  for (int call = 0; call < calls; call++) {
                    MeshCall placed = mesh.route("orders");
                    while (placed.port() == 2) {
                      if (!placed.failover(refused)) {
                        throw new AssertionError("no other endpoint");
                      }
                    }
                    served.computeIfAbsent(placed.port(), port -> new LongAdder()).increment();
                  }
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(served).containsOnlyKeys(1, 3, 4);
    double share = threads * calls / 3.0;
    assertThat(served.values())
        .allSatisfy(count -> assertThat(count.doubleValue()).isBetween(share * 0.98, share * 1.02));
    MeshStatus.Endpoint dead = mesh.status().services().get(0).endpoints().get(1);
    assertThat(dead.connectFailures()).isEqualTo(dead.picks());
  }

  @Test
  void failsOverToEndpointsThatCameMeanwhile() throws IOException {
    Path file = endpoints("endpoints: {orders: [127.0.0.1:9001]}");
    start("registry=file:" + file);
    MeshCall call = mesh.route("orders");
    ConnectException refused = new ConnectException("Connection refused");
    assertThat(call.failover(refused)).isFalse();

    endpoints("endpoints: {orders: [{address: 127.0.0.1, port: 9001, weight: 2}, 127.0.0.1:9002]}");
    await().until(() -> mesh.status().services().get(0).endpoints().size() == 2);

    assertThat(call.failover(refused)).isTrue();
    assertThat(call.port()).isEqualTo(9002);
    assertThat(call.failover(refused)).isFalse();

    endpoints("endpoints: {orders: []}");
    await().until(() -> mesh.route("orders") == null);
    assertThat(call.failover(refused)).isFalse();
    assertThat(call.port()).isEqualTo(9002);
  }

  @Test
  void registersItselfFromItsStartToItsClose() {
    Path run = folder.resolve("run");
    start("registry=dir:" + run, "register=orders:9001,payments:[::1]:9002");

    await()
        .untilAsserted(
            () -> {
              assertThat(mesh.route("orders")).hasToString("orders at 127.0.0.1:9001");
              assertThat(mesh.route("payments")).hasToString("payments at 0:0:0:0:0:0:0:1:9002");
            });
    mesh.close();
    assertThat(run).isEmptyDirectory();
    assertThat(mesh.route("orders")).isNull();
    mesh.setEnabled(true);
    assertThat(mesh.route("orders")).isNull();
  }

  @Test
  void tellsItsStatus() throws IOException {
    Path file =
        endpoints(
            "endpoints: {orders: [{address: 127.0.0.1, port: 9001, weight: 3, tags: [v2], zone: a}],"
                + " payments: [127.0.0.1:9002]}");
    start("registry=file:" + file);
    mesh.route("orders");
    mesh.route("ORDERS");

    MeshStatus status = mesh.status();
    assertThat(status.enabled()).isTrue();
    MeshStatus.Registry registry = status.registries().get(0);
    assertThat(registry.name()).isEqualTo("file:" + file);
    assertThat(registry.state()).isEqualTo(MeshStatus.RegistryState.UP);
    assertThat(registry.outage()).isNull();
    assertThat(status.configFile()).isNull();
    assertThat(status.services())
        .extracting(MeshStatus.Service::name)
        .containsExactly("orders", "payments");
    MeshStatus.Service orders = status.services().get(0);
    assertThat(orders.called()).isTrue();
    assertThat(orders.answered()).isTrue();
    assertThat(orders.balance()).isEqualTo("round-robin");
    MeshStatus.Endpoint endpoint = orders.endpoints().get(0);
    assertThat(endpoint.address()).isEqualTo("127.0.0.1");
    assertThat(endpoint.port()).isEqualTo(9001);
    assertThat(endpoint.weight()).isEqualTo(3);
    assertThat(endpoint.tags()).containsExactly("v2");
    assertThat(endpoint.zone()).isEqualTo("a");
    assertThat(endpoint.picks()).isEqualTo(2);
    MeshStatus.Service payments = status.services().get(1);
    assertThat(payments.called()).isFalse();
    assertThat(payments.answered()).isFalse();
    assertThat(payments.endpoints()).isEmpty();
  }

  @Test
  void tellsWhyTheRegistryIsDown() {
    start("registry=file:" + folder.resolve("missing.yaml"));
    await().until(() -> mesh.status().registries().get(0).state() == MeshStatus.RegistryState.DOWN);
    String reason = folder.resolve("missing.yaml") + ": can't be read: no such file";
    assertThat(mesh.status().registries().get(0).outage()).isEqualTo(reason);
    assertThat(mesh.route("orders")).isNull();
    assertThat(log().lines())
        .containsExactly("remora: the registry is down, what is known stays in use: " + reason);
  }

  @Test
  void takesOverLiveSettingsFromTheFileAndKeepsThemThroughABadEdit() throws IOException {
    Path file = endpoints("endpoints: {orders: [127.0.0.1:9001], payments: [127.0.0.1:9002]}");
    Path yaml = folder.resolve("remora.yaml");
    Files.writeString(yaml, "registry: file:" + file);
    start("config=" + yaml);
    assertThat(mesh.route("orders")).isNotNull();
    assertThat(mesh.status().configFile()).isEqualTo(yaml.toString());

    Files.writeString(yaml, "{registry: 'file:other', exclude: [ord*], log: info}");
    await().until(() -> mesh.route("orders") == null);
    assertThat(mesh.route("payments")).isNotNull();
    assertThat(mesh.status().registries().get(0).name()).isEqualTo("file:" + file);
    assertThat(log())
        .contains("remora: " + yaml + ": registry has changed and takes effect after a restart\n");

    Files.writeString(yaml, "exclude: {}\n");
    await().until(() -> mesh.status().configProblem() != null);
    assertThat(mesh.status().configProblem())
        .startsWith(yaml + ":1:10: exclude: is a map where a value is needed");
    assertThat(mesh.route("orders")).isNull();

    Files.writeString(yaml, "{registry: 'file:other', enabled: false}");
    await().until(() -> !mesh.status().enabled());
    assertThat(mesh.route("payments")).isNull();
    assertThat(mesh.status().configProblem()).isNull();

    Files.writeString(yaml, "registry: 'file:other'");
    await().until(() -> mesh.route("orders") != null);
    assertThat(mesh.route("payments")).isNotNull();
  }

  @Test
  void anEditOfOtherSettingsDoesNotSwitchItOnAgain() throws IOException {
    start("registry=file:" + endpoints("endpoints: {orders: [127.0.0.1:9001]}"));
    mesh.setEnabled(false);
    mesh.reload(Config.load("exclude=x", new Properties(), Map.of()));
    assertThat(mesh.route("orders")).isNull();
  }

  @Test
  void livesOnOneThreadOfItsOwnWithoutARegistryOnTheNet() throws IOException {
    Path yaml = folder.resolve("remora.yaml");
    Files.writeString(yaml, "log: info");
    start("config=" + yaml, "registry=dir:" + folder.resolve("run"), "register=orders:9001");
    await().until(() -> mesh.route("orders") != null);

    List<Thread> own =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("remora-"))
            .toList();
    assertThat(own).extracting(Thread::getName).containsExactly("remora-scheduler");
    assertThat(own.get(0).isDaemon()).isTrue();
    assertThat(own.get(0).getContextClassLoader()).isSameAs(Mesh.class.getClassLoader());

    mesh.close();
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("remora-")));
  }

  @Test
  void closesWithinTwoSeconds() throws Exception {
    start("registry=dir:" + folder.resolve("run"), "register=orders:9001");
    await().until(() -> mesh.route("orders") != null);
    long start = System.nanoTime();
    mesh.close();
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
  }
}

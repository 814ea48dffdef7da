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
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
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
}

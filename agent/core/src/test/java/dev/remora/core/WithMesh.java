package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import dev.remora.core.testing.SentRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A mesh of one service, orders, at a time of the test's own. */
abstract class WithMesh {
  static final long MILLI = 1_000_000;
  final IOException reset = new SocketException("Connection reset");
  final IOException refused = new ConnectException("Connection refused");
  final IOException connectTimeout = new SocketTimeoutException("Connect timed out");
  final IOException readTimeout = new SocketTimeoutException("Read timed out");

  @TempDir Path folder;

  final AtomicLong nanos = new AtomicLong();
  final LogLines log = new LogLines(Log.Level.DEBUG);
  Mesh mesh;

  @AfterEach
  void close() {
    mesh.close();
  }

  void start(int endpoints, String... settings) throws IOException {
    StringBuilder yaml = new StringBuilder("endpoints: {orders: [");
    for (int port = 1; port <= endpoints; port++) {
      yaml.append(port == 1 ? "" : ", ").append("127.0.0.1:").append(port);
    }
    Path file = Files.writeString(folder.resolve("endpoints.yaml"), yaml + "]}");
    mesh =
        Mesh.start(
            config(file, settings),
            log.log(),
            new Ticker() {
              @Override
              public long nanos() {
                return nanos.get();
              }
            });
  }

  static Config config(Path file, String... settings) {
    Properties properties = new Properties();
    properties.setProperty("remora.first-call-timeout", "20s");
    // So that those tokens are there for services that are set to use them.
    properties.setProperty("remora.inbound.token", "exchange");
    // So that each endpoint gets its turn.
    properties.setProperty("remora.services.*.balance", "round-robin");
    properties.setProperty("remora.registry", "file:" + file);
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.setProperty(
          "remora.services.orders." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    return Config.load(null, properties, Map.of());
  }

  MeshCall get() {
    return call("GET", true);
  }

  MeshCall call(String method, boolean repeatable) {
    MeshCall call =
        mesh.route("orders", new SentRequest(method, "/", Map.of(), repeatable, false, null));
    assertThat(call).isNotNull();
    return call;
  }

  int inFlight() {
    return mesh.status().services().get(0).endpoints().stream()
        .mapToInt(MeshStatus.Endpoint::inFlight)
        .sum();
  }
}

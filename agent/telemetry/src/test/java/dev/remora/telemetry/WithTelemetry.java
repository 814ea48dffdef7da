package dev.remora.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.Mesh;
import dev.remora.core.MeshCall;
import dev.remora.core.config.Config;
import dev.remora.core.routing.Context;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.testing.Said;
import dev.remora.telemetry.beside.OtherAgent;
import dev.remora.telemetry.config.Settings;
import dev.remora.telemetry.testing.Receiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A mesh of one service, orders, that is recorded, and a backend. */
abstract class WithTelemetry {
  @TempDir Path folder;
  final Said said = new Said();
  Receiver receiver;
  Mesh mesh;
  MeshTelemetry telemetry;
  private Thread thread;

  /** A request as a client tells it. */
  record Info(
      String method, String target, Map<String, String> headers, boolean isSecure, Context context)
      implements RequestInfo {
    @Override
    public String header(String name) {
      return headers.get(name);
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }
  }

  @BeforeEach
  void startReceiver() {
    receiver = Receiver.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (telemetry != null) {
      telemetry.stop(2000);
      mesh.close();
    }
    receiver.close();
  }

  /** The settings that send everything to the receiver at once. */
  Map<String, String> toReceiver() {
    Map<String, String> names = new HashMap<>();
    names.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.address());
    names.put("OTEL_BSP_SCHEDULE_DELAY", "20");
    names.put("OTEL_METRIC_EXPORT_INTERVAL", "100");
    names.put("OTEL_SERVICE_NAME", "shop");
    return names;
  }

  void start(int endpoints, List<String> settings, Map<String, String> names) throws Exception {
    StringBuilder yaml = new StringBuilder("endpoints: {orders: [");
    for (int port = 1; port <= endpoints; port++) {
      yaml.append(port == 1 ? "" : ", ")
          .append("{address: 127.0.0.1, zone: a, port: " + port + "}");
    }
    Path file = Files.writeString(folder.resolve("endpoints.yaml"), yaml + "]}");
    Properties properties = new Properties();
    properties.setProperty("remora.first-call-timeout", "20s");
    properties.setProperty("remora.services.orders.balance", "round-robin");
    properties.setProperty("remora.registry", "file:" + file);
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.setProperty(
          "remora.services.orders." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    mesh = Mesh.start(Config.load(null, properties, Map.of()), said.log());
    CountDownLatch made = new CountDownLatch(1);
    thread =
        new Thread(
            () -> {
              Settings read = Settings.read(names, new Properties(), said.log());
              telemetry =
                  new MeshTelemetry(
                      read, null, mesh.readings(), new OtherAgent(), mesh.timer(), said.log());
              made.countDown();
              telemetry.run();
            },
            "telemetry");
    thread.setDaemon(true);
    thread.start();
    made.await();
    mesh.observe(telemetry);
  }

  void start(int endpoints, String... settings) throws Exception {
    start(endpoints, List.of(settings), toReceiver());
  }

  MeshCall call(RequestInfo info) {
    MeshCall call = mesh.route("orders", info);
    assertThat(call).isNotNull();
    return call;
  }

  static Info get(String target) {
    return new Info("GET", target, Map.of(), false, null);
  }

  static Info get(Map<String, String> headers, Context context) {
    return new Info("GET", "/", headers, false, context);
  }

  /** A header of the call; null: there is none. */
  static String header(MeshCall call, String name) {
    String[] headers = call.headers();
    for (int i = 0; headers != null && i < headers.length; i += 2) {
      if (headers[i].equals(name)) {
        return headers[i + 1];
      }
    }
    return null;
  }

  /** Waits for a span; there must be no second one. */
  Span span() {
    await().atMost(Duration.ofSeconds(30)).until(() -> !receiver.spans().isEmpty());
    assertThat(receiver.spans()).hasSize(1);
    return receiver.spans().get(0);
  }

  static Map<String, String> attributes(Span span) {
    return Receiver.attributes(span.getAttributesList());
  }

  /** Sends what there is, as at the end of a process; returns how long that took. */
  Duration flush(long millis) throws Exception {
    long begin = System.nanoTime();
    telemetry.stop(millis);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  boolean isRunning() {
    return thread.isAlive();
  }
}

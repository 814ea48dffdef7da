package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import dev.remora.core.routing.RequestInfo;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call decides, at a time of the test's own. */
class MeshCallTest {
  private static final long MILLI = 1_000_000;
  private final IOException reset = new SocketException("Connection reset");
  private final IOException refused = new ConnectException("Connection refused");
  private final IOException connectTimeout = new SocketTimeoutException("Connect timed out");
  private final IOException readTimeout = new SocketTimeoutException("Read timed out");

  @TempDir Path folder;

  private final AtomicLong nanos = new AtomicLong();
  private Mesh mesh;

  @AfterEach
  void close() {
    mesh.close();
  }

  private record Info(String method, boolean isRepeatable) implements RequestInfo {
    @Override
    public String target() {
      return "/";
    }

    @Override
    public String header(String name) {
      return null;
    }
  }

  private void start(int endpoints, String... settings) throws IOException {
    StringBuilder yaml = new StringBuilder("endpoints: {orders: [");
    for (int port = 1; port <= endpoints; port++) {
      yaml.append(port == 1 ? "" : ", ").append("127.0.0.1:").append(port);
    }
    Path file = Files.writeString(folder.resolve("endpoints.yaml"), yaml + "]}");
    mesh =
        Mesh.start(
            config(file, settings),
            new LogLines(Log.Level.DEBUG).log(),
            new Ticker() {
              @Override
              public long nanos() {
                return nanos.get();
              }
            });
  }

  private static Config config(Path file, String... settings) {
    Properties properties = new Properties();
    properties.setProperty("remora.first-call-timeout", "20s");
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

  private MeshCall get() {
    return call("GET", true);
  }

  private MeshCall call(String method, boolean repeatable) {
    MeshCall call = mesh.route("orders", new Info(method, repeatable));
    assertThat(call).isNotNull();
    return call;
  }

  private int inFlight() {
    return mesh.status().services().get(0).endpoints().stream()
        .mapToInt(MeshStatus.Endpoint::inFlight)
        .sum();
  }

  @Test
  void triesNothingAgainUnlessToldTo() throws IOException {
    start(3);
    assertThat(get().retry(503, null)).isEqualTo(-1);
    assertThat(get().retry(reset)).isEqualTo(-1);
    assertThat(inFlight()).isZero();
  }

  @Test
  void triesAgainOnAnotherEndpointAsOftenAsSet() throws IOException {
    start(3, "retry.attempts=3", "retry.backoff=0ms");
    MeshCall call = get();
    Set<Integer> ports = new HashSet<>(Set.of(call.port()));
    assertThat(call.retry(503, null)).isZero();
    ports.add(call.port());
    assertThat(call.retry(reset)).isZero();
    ports.add(call.port());
    assertThat(ports).containsExactlyInAnyOrder(1, 2, 3);
    int last = call.port();
    assertThat(call.retry(502, null)).as("all had their turn").isZero();
    assertThat(call.port()).isNotEqualTo(last);
    assertThat(inFlight()).isEqualTo(1);
    assertThat(call.retry(502, null)).isEqualTo(-1);
    assertThat(inFlight()).isZero();
    assertThat(call.retry(502, null)).as("has ended").isEqualTo(-1);
    assertThat(call.failover(refused)).as("has ended").isFalse();
  }

  @Test
  void triesAgainOnTheOnlyEndpoint() throws IOException {
    start(1, "retry.attempts=1", "retry.backoff=0ms");
    MeshCall call = get();
    assertThat(call.failover(refused)).isFalse();
    assertThat(call.retry(refused)).as("it may be starting").isZero();
    call.responded(200);
    assertThat(inFlight()).isZero();
  }

  @Test
  void triesAgainOnlyWhatMayBeSentTwice() throws IOException {
    start(3, "retry.attempts=1", "retry.backoff=0ms");
    assertThat(call("POST", true).retry(503, null)).isEqualTo(-1);
    assertThat(call("get", true).retry(503, null)).isEqualTo(-1);
    assertThat(call(null, true).retry(503, null)).isEqualTo(-1);
    assertThat(call("PUT", false).retry(503, null)).isEqualTo(-1);
    assertThat(call("PUT", true).retry(503, null)).isZero();
    MeshCall untold = mesh.route("orders");
    assertThat(untold.retry(503, null)).isEqualTo(-1);
  }

  @Test
  void triesAgainOnlyAfterWhatIsSet() throws IOException {
    start(3, "retry.attempts=1", "retry.backoff=0ms");
    assertThat(get().retry(500, null)).isEqualTo(-1);
    assertThat(get().retry(429, null)).isEqualTo(-1);
    assertThat(get().retry(readTimeout)).isEqualTo(-1);
    assertThat(get().retry(new IOException("Canceled"))).isEqualTo(-1);
    assertThat(get().retry(new IllegalStateException())).isEqualTo(-1);
    assertThat(get().retry(connectTimeout)).isZero();
    mesh.close();
    start(3, "retry.attempts=1", "retry.backoff=0ms", "retry.on=5xx,timeout,429");
    assertThat(get().retry(500, null)).isZero();
    assertThat(get().retry(429, null)).isZero();
    assertThat(get().retry(readTimeout)).isZero();
    assertThat(get().retry(reset)).isEqualTo(-1);
  }

  @Test
  void aBudgetBoundsRetriesOfATotalFailure() throws IOException {
    start(3, "retry.attempts=3", "outlier.consecutive-failures=0");
    int calls = 5_000;
    int attempts = 0;
    for (int i = 0; i < calls; i++) {
      nanos.addAndGet(MILLI);
      MeshCall call = get();
      do {
        attempts++;
      } while (call.retry(503, null) >= 0);
    }
    assertThat(attempts).isBetween((int) (calls * 1.19), calls * 6 / 5 + 20);
    assertThat(inFlight()).isZero();
  }

  @Test
  void waitsAsLongAsTheServiceAsksWithinTheTimeThatIsLeft() throws IOException {
    start(3, "retry.attempts=3", "timeout=5s", "retry.budget-floor=100");
    assertThat(get().retry(503, "3")).isEqualTo(3_000);
    assertThat(get().retry(503, "5")).isEqualTo(-1);
    assertThat(get().retry(503, "Thu, 01 Jan 1970 00:00:00 GMT")).isBetween(0L, 25L);
    MeshCall call = get();
    nanos.addAndGet(2_500 * MILLI);
    assertThat(call.retry(503, "3")).isEqualTo(-1);
    call = get();
    assertThat(call.attemptTimeoutMillis(2_000)).isEqualTo(2_000);
    assertThat(call.retry(503, "2")).as("the application's own time").isEqualTo(-1);
    mesh.close();
    start(3, "retry.attempts=3");
    assertThat(get().retry(503, "10")).isEqualTo(10_000);
    assertThat(get().retry(503, "11")).as("nobody is held up that long").isEqualTo(-1);
  }

  @Test
  void timesOnlyEverGetShorter() throws IOException {
    start(3, "timeout=2s", "attempt-timeout=1s", "connect-timeout=100ms", "retry.attempts=2");
    MeshCall call = get();
    assertThat(call.connectTimeoutMillis(0)).isEqualTo(100);
    assertThat(call.connectTimeoutMillis(50)).isEqualTo(50);
    assertThat(call.attemptTimeoutMillis(0)).isEqualTo(1_000);
    assertThat(call.attemptTimeoutMillis(500)).isEqualTo(500);
    assertThat(call.attemptTimeoutMillis(5_000)).isEqualTo(1_000);
    nanos.addAndGet(1_950 * MILLI);
    assertThat(call.attemptTimeoutMillis(5_000)).isEqualTo(50);
    assertThat(call.connectTimeoutMillis(5_000)).isEqualTo(50);
    nanos.addAndGet(100 * MILLI);
    assertThat(call.attemptTimeoutMillis(5_000)).as("0 would be no limit").isEqualTo(1);
    assertThat(call.retry(503, null)).as("no time left").isEqualTo(-1);
  }

  @Test
  void whatTheApplicationAllowsIsForAllAttemptsTogether() throws IOException {
    start(3, "retry.attempts=2", "retry.backoff=0ms");
    MeshCall call = get();
    assertThat(call.attemptTimeoutMillis(1_000)).isEqualTo(1_000);
    nanos.addAndGet(300 * MILLI);
    assertThat(call.retry(503, null)).isZero();
    assertThat(call.attemptTimeoutMillis(1_000)).isEqualTo(700);
    nanos.addAndGet(700 * MILLI);
    assertThat(call.retry(503, null)).isEqualTo(-1);
  }

  @Test
  void withoutSettingsTheApplicationsTimesStay() throws IOException {
    start(3);
    MeshCall call = get();
    nanos.addAndGet(60_000 * MILLI);
    assertThat(call.connectTimeoutMillis(0)).isZero();
    assertThat(call.attemptTimeoutMillis(0)).isZero();
    assertThat(call.attemptTimeoutMillis(7)).isEqualTo(7);
    assertThat(call.failover(connectTimeout)).isFalse();
  }

  @Test
  void movesOnAfterAConnectTimeOutOfItsOwnWithinTheApplications() throws IOException {
    start(3, "connect-timeout=100ms");
    MeshCall call = get();
    assertThat(call.connectTimeoutMillis(150)).isEqualTo(100);
    nanos.addAndGet(100 * MILLI);
    assertThat(call.failover(connectTimeout)).isTrue();
    assertThat(call.connectTimeoutMillis(150)).isEqualTo(50);
    nanos.addAndGet(50 * MILLI);
    assertThat(call.failover(connectTimeout)).as("the application's").isFalse();
    call.failed(connectTimeout);
    assertThat(inFlight()).isZero();
  }

  @Test
  void aRejectedCallCountsNothing() throws IOException {
    start(3, "concurrency=1");
    MeshCall first = get();
    MeshCall second = get();
    assertThat(first.rejection()).isNull();
    assertThat(second.rejection())
        .isEqualTo("Remora rejected the call to orders: 1 calls under way, at most 1 may be");
    assertThat(inFlight()).isEqualTo(1);
    assertThat(mesh.status().services().get(0).endpoints())
        .extracting(MeshStatus.Endpoint::picks)
        .containsExactlyInAnyOrder(1L, 0L, 0L);
    second.failed(reset);
    assertThat(second.retry(503, null)).isEqualTo(-1);
    assertThat(second.failover(refused)).isFalse();
    assertThat(get().rejection()).as("that freed nothing").isNotNull();
    first.responded(200);
    assertThat(get().rejection()).isNull();
  }

  @Test
  void theBreakerSeesCallsAsTheApplicationDoes() throws IOException {
    start(3, "breaker.failures=50%", "retry.attempts=1", "retry.backoff=0ms", "retry.budget=100%");
    for (int i = 0; i < 40; i++) {
      MeshCall call = get();
      assertThat(call.retry(503, null)).isZero();
      call.responded(200);
    }
    assertThat(get().rejection()).as("each call has succeeded in the end").isNull();
    for (int i = 0; i < 60; i++) {
      MeshCall call = get();
      if (call.rejection() == null) {
        call.failed(readTimeout);
      }
    }
    assertThat(get().rejection())
        .startsWith("Remora rejected the call to orders: circuit open: ")
        .doesNotContain("\n");
    assertThat(mesh.route("orders").rejection()).as("its end will not be told").isNull();
    nanos.addAndGet(5_000 * MILLI);
    for (int i = 0; i < 10; i++) {
      get().responded(200);
    }
    assertThat(mesh.status().services().get(0).guards()).containsExactly("circuit closed");
  }

  @Test
  void cancelledCallsFreeWhatTheyHeld() throws IOException {
    start(3, "breaker.failures=50%", "concurrency=3", "throttle=2");
    for (int i = 0; i < 100; i++) {
      MeshCall call = get();
      assertThat(call.rejection()).isNull();
      call.cancelled();
      call.responded(503);
    }
    assertThat(mesh.status().services().get(0).guards())
        .containsExactly(
            "circuit closed",
            "0 calls under way, at most 3 may be",
            "0% of calls are rejected, as it turns many away");
    assertThat(inFlight()).isZero();
  }

  @Test
  void ejectsAndBringsBack() throws IOException {
    start(3);
    int failures = 0;
    for (int i = 0; i < 300; i++) {
      MeshCall call = get();
      if (call.port() == 2) {
        failures++;
        call.retry(reset);
      } else {
        call.responded(200);
      }
    }
    assertThat(failures).isEqualTo(5);
    await()
        .untilAsserted(
            () ->
                assertThat(mesh.status().services().get(0).endpoints().get(1).out())
                    .matches("ejected: 5 failures in a row, (2[7-9]|30)s left"));
    assertThat(mesh.explain("http://orders/x")).anyMatch(line -> line.startsWith("out      127"));
    nanos.addAndGet(30_000 * MILLI);
    await()
        .untilAsserted(
            () -> {
              MeshCall call = get();
              call.responded(200);
              assertThat(call.port()).isEqualTo(2);
            });
    assertThat(mesh.status().services().get(0).endpoints().get(1).out()).isEmpty();
  }

  @Test
  void takesOverOtherSettings() throws IOException {
    start(3);
    assertThat(get().retry(503, null)).isEqualTo(-1);
    Path file = folder.resolve("endpoints.yaml");
    mesh.reload(config(file, "retry.attempts=1", "concurrency=1", "timeout=1s"));
    MeshCall call = get();
    assertThat(call.attemptTimeoutMillis(0)).isEqualTo(1_000);
    assertThat(call.retry(503, null)).isNotNegative();
    assertThat(get().rejection()).isNotNull();
    mesh.reload(config(file));
    assertThat(get().rejection()).isNull();
    call.responded(200);
    assertThat(inFlight()).isEqualTo(1);
  }

  @Test
  void explainsWhatWouldHappen() throws IOException {
    start(2, "timeout=2s", "retry.attempts=2", "breaker.failures=50%");
    await().until(() -> mesh.explain("http://orders/").size() > 1);
    List<String> before = mesh.explain("http://Orders:80/v1?x=1");
    assertThat(before)
        .containsExactly(
            "Orders is the service orders",
            "balance  round-robin, its endpoints are asked for at the first call",
            "time     call 2000ms, attempt unlimited, connect unlimited; the application's own"
                + " where shorter",
            "retries  2 at most, of GET, HEAD, OPTIONS, TRACE, PUT, DELETE after connect, reset,"
                + " 502, 503, 504, for 20% of calls or 10 per second",
            "rejects  circuit closed");
    get().responded(200);
    long picks = picks();
    assertThat(mesh.explain("http://orders/"))
        .contains("balance  round-robin, 2 of 2 endpoints in")
        .anyMatch(line -> line.matches("next     127\\.0\\.0\\.1:[12]"));
    assertThat(picks()).isEqualTo(picks);
    assertThat(mesh.explain("http://payments/"))
        .containsExactly("payments is left alone: the registry lists no service of that name");
    assertThat(mesh.explain("http://127.0.0.1/"))
        .containsExactly(
            "127.0.0.1 is left alone: an address, or this machine by name, is never a service");
    assertThat(mesh.explain("orders")).singleElement().asString().startsWith("not a URL");
    mesh.setEnabled(false);
    assertThat(mesh.explain("http://orders/"))
        .containsExactly("orders is left alone: routing is disabled");
  }

  private long picks() {
    return mesh.status().services().get(0).endpoints().stream()
        .mapToLong(MeshStatus.Endpoint::picks)
        .sum();
  }
}

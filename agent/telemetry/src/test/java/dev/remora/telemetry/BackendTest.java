package dev.remora.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.telemetry.testing.Receiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a backend does that is down, slow or busy: the calls never notice. */
class BackendTest extends WithTelemetry {
  private void calls(int count) {
    for (int i = 0; i < count; i++) {
      call(get("/" + i)).responded(200);
    }
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void keepsABoundedNumberAndSaysSoOnceWhileItIsDown() throws Exception {
    receiver.script(headers -> 500);
    Map<String, String> names = toReceiver();
    names.put("OTEL_BSP_MAX_QUEUE_SIZE", "100");
    names.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "50");
    names.put("OTEL_METRICS_EXPORTER", "none");
    start(1, List.of(), names);
    for (int round = 0; round < 20; round++) {
      calls(100);
      assertThat(telemetry.describe()).contains("0 spans sent");
      Thread.sleep(30);
    }
    await().atMost(seconds(20)).until(() -> telemetry.describe().contains("down: "));
    assertThat(said.text().lines().filter(line -> line.contains("can't be sent")))
        .containsExactly(
            "remora: telemetry: spans can't be sent to "
                + receiver.address()
                + ": it answered 500; what there is no room for is dropped until they can");
    receiver.script(headers -> 200);
    await()
        .atMost(seconds(20))
        .untilAsserted(
            () -> {
              calls(1);
              assertThat(receiver.spans()).isNotEmpty();
            });
    assertThat(said.text()).contains("spans are sent to " + receiver.address() + " again");
    assertThat(telemetry.describe()).doesNotContain("down").doesNotContain(" 0 dropped");
  }

  @Test
  void dropsWhatFindsNoRoomWhileABackendIsSlow() throws Exception {
    receiver.script(
        headers -> {
          Thread.sleep(60_000);
          return 200;
        });
    Map<String, String> names = toReceiver();
    names.put("OTEL_BSP_MAX_QUEUE_SIZE", "100");
    names.put("OTEL_EXPORTER_OTLP_TIMEOUT", "60000");
    start(1, List.of(), names);
    calls(1);
    await().atMost(seconds(20)).until(() -> !receiver.requests().isEmpty());
    long begin = System.nanoTime();
    calls(10_000);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(seconds(10));
    assertThat(telemetry.describe()).contains(" 9900 dropped");
    // The end of the process is held up no longer than it may be.
    assertThat(flush(500)).isLessThan(seconds(3));
  }

  @Test
  void waitsAsLongAsABusyBackendAsks() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    receiver.script(
        headers -> {
          if (asked.getAndIncrement() == 0) {
            headers.set("Retry-After", "2");
            return 429;
          }
          return 200;
        });
    Map<String, String> names = toReceiver();
    names.put("OTEL_METRICS_EXPORTER", "none");
    start(1, List.of(), names);
    long begin = System.nanoTime();
    calls(1);
    span();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1990));
    assertThat(asked).hasValue(2);
    assertThat(said.text()).doesNotContain("can't be sent");
  }

  @Test
  void triesAgainWhereABackendIsAwayForAMoment() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    receiver.script(headers -> asked.getAndIncrement() == 0 ? 503 : 200);
    start(1);
    calls(1);
    span();
  }

  @Test
  void reachesNobody() throws Exception {
    Map<String, String> names = toReceiver();
    receiver.close();
    names.put("OTEL_METRICS_EXPORTER", "none");
    start(1, List.of(), names);
    calls(3);
    assertThat(flush(2000)).isLessThan(seconds(5));
    assertThat(said.text().lines().filter(line -> line.contains("can't be sent"))).hasSize(1);
    assertThat(isRunning()).isFalse();
  }

  @Test
  void sendsWhatIsLeftAtTheEnd() throws Exception {
    Map<String, String> names = toReceiver();
    names.put("OTEL_BSP_SCHEDULE_DELAY", "1h");
    names.put("OTEL_METRIC_EXPORT_INTERVAL", "1h");
    start(1, List.of(), names);
    calls(3);
    assertThat(receiver.requests()).isEmpty();
    flush(5000);
    assertThat(receiver.spans()).hasSize(3);
    assertThat(receiver.metrics("http.client.request.duration")).hasSize(1);
  }

  @Test
  void sendsABatchAsSoonAsThereIsOne() throws Exception {
    Map<String, String> names = toReceiver();
    names.put("OTEL_BSP_SCHEDULE_DELAY", "1h");
    names.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "10");
    start(1, List.of(), names);
    calls(10);
    await().atMost(seconds(20)).until(() -> receiver.spans().size() == 10);
  }

  @Test
  void sendsHeadersAndCompresses() throws Exception {
    Map<String, String> names = toReceiver();
    names.put("OTEL_EXPORTER_OTLP_HEADERS", "x-key=a%20b,x-other=c=d");
    names.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
    start(1, List.of(), names);
    calls(1);
    span();
    var headers = receiver.requests().get(0);
    assertThat(headers.getFirst("x-key")).isEqualTo("a b");
    assertThat(headers.getFirst("x-other")).isEqualTo("c=d");
    assertThat(headers.getFirst("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(headers.getFirst("Content-Encoding")).isEqualTo("gzip");
    assertThat(telemetry.describe() + said.text()).doesNotContain("a b");
  }

  @Test
  void writesZipkinsJson() throws Exception {
    Map<String, String> names = toReceiver();
    names.put("OTEL_TRACES_EXPORTER", "zipkin");
    names.put("OTEL_EXPORTER_ZIPKIN_ENDPOINT", receiver.address() + "/api/v2/spans");
    start(2, List.of("retry.attempts=2", "retry.backoff=1ms"), names);
    var call = call(get("/v1"));
    String traceparent = header(call, "traceparent");
    call.retry(503, null);
    call.responded(404);
    await().atMost(seconds(20)).until(() -> !receiver.texts().isEmpty());
    String text = receiver.texts().get(0);
    assertThat(text).startsWith("/api/v2/spans [");
    var span =
        com.google.gson.JsonParser.parseString(text.substring(text.indexOf('[')))
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    assertThat(span.get("traceId").getAsString()).isEqualTo(traceparent.substring(3, 35));
    assertThat(span.get("id").getAsString()).isEqualTo(traceparent.substring(36, 52));
    assertThat(span.has("parentId")).isFalse();
    assertThat(span.get("kind").getAsString()).isEqualTo("CLIENT");
    assertThat(span.get("name").getAsString()).isEqualTo("GET");
    assertThat(span.get("timestamp").getAsLong() / 1000)
        .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
    assertThat(span.get("duration").getAsLong()).isPositive();
    assertThat(span.getAsJsonObject("localEndpoint").get("serviceName").getAsString())
        .isEqualTo("shop");
    var remote = span.getAsJsonObject("remoteEndpoint");
    assertThat(remote.get("serviceName").getAsString()).isEqualTo("orders");
    assertThat(remote.get("ipv4").getAsString()).isEqualTo("127.0.0.1");
    assertThat(remote.get("port").getAsInt()).isEqualTo(call.port());
    assertThat(span.getAsJsonArray("annotations")).hasSize(2);
    assertThat(
            span.getAsJsonArray("annotations").get(0).getAsJsonObject().get("value").getAsString())
        .startsWith("\"remora.attempt\":{")
        .contains("\"http.response.status_code\":503");
    var tags = span.getAsJsonObject("tags");
    assertThat(tags.get("url.full").getAsString()).isEqualTo("http://orders/v1");
    assertThat(tags.get("http.response.status_code").getAsString()).isEqualTo("404");
    assertThat(tags.get("error").getAsString()).isEqualTo("404");
    assertThat(tags.get("otel.status_code").getAsString()).isEqualTo("ERROR");
  }

  @Test
  void trustsTheCertificateThatIsSetAndNoOther() throws Exception {
    Keys keys = Keys.in(folder);
    receiver.close();
    receiver = Receiver.start(keys.serverContext());
    Map<String, String> names = toReceiver();
    names.put("OTEL_EXPORTER_OTLP_CERTIFICATE", keys.certificate().toString());
    start(1, List.of(), names);
    calls(1);
    span();
    telemetry.stop(2000);
    mesh.close();
    names.remove("OTEL_EXPORTER_OTLP_CERTIFICATE");
    start(1, List.of(), names);
    calls(1);
    flush(2000);
    assertThat(receiver.spans()).hasSize(1);
    assertThat(said.text()).contains("spans can't be sent to " + receiver.address());
  }
}

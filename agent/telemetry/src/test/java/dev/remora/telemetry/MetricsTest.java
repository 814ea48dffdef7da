package dev.remora.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.MeshCall;
import dev.remora.telemetry.testing.Receiver;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The metrics: names, units, attributes and counts. */
class MetricsTest extends WithTelemetry {
  private void startQuiet(int endpoints, Map<String, String> more, String... settings)
      throws Exception {
    Map<String, String> names = toReceiver();
    names.put("OTEL_TRACES_EXPORTER", "none");
    names.put("OTEL_METRIC_EXPORT_INTERVAL", "1h");
    names.putAll(more);
    start(endpoints, List.of(settings), names);
  }

  private Metric last(String name) {
    List<Metric> all = receiver.metrics(name);
    assertThat(all).as(name).isNotEmpty();
    return all.get(all.size() - 1);
  }

  private long count(String name, String key, String value) {
    Metric metric = last(name);
    List<NumberDataPoint> points =
        metric.hasSum()
            ? metric.getSum().getDataPointsList()
            : metric.getGauge().getDataPointsList();
    return points.stream()
        .filter(point -> value.equals(Receiver.attributes(point.getAttributesList()).get(key)))
        .mapToLong(NumberDataPoint::getAsInt)
        .sum();
  }

  @Test
  void timesCalls() throws Exception {
    startQuiet(1, Map.of());
    call(get("/a")).responded(200);
    call(get("/b")).responded(200);
    call(new Info("MADE_UP", "/", Map.of(), true, null)).responded(503);
    call(get("/c")).failed(new ConnectException("no"));
    flush(5000);
    Metric metric = last("http.client.request.duration");
    assertThat(metric.getUnit()).isEqualTo("s");
    assertThat(metric.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    List<HistogramDataPoint> points = metric.getHistogram().getDataPointsList();
    assertThat(points)
        .extracting(point -> Receiver.attributes(point.getAttributesList()))
        .containsExactlyInAnyOrder(
            Map.of(
                "http.request.method", "GET",
                "server.address", "orders",
                "server.port", "80",
                "http.response.status_code", "200"),
            Map.of(
                "http.request.method", "_OTHER",
                "server.address", "orders",
                "server.port", "443",
                "http.response.status_code", "503",
                "error.type", "503"),
            Map.of(
                "http.request.method", "GET",
                "server.address", "orders",
                "server.port", "80",
                "error.type", "java.net.ConnectException"));
    assertThat(points.get(0).getExplicitBoundsList())
        .containsExactly(
            0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
    HistogramDataPoint ok =
        points.stream().filter(point -> point.getCount() == 2).findFirst().orElseThrow();
    assertThat(ok.getBucketCountsList().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
    assertThat(ok.getSum()).isPositive().isLessThan(60);
  }

  @Test
  void countsWhatTheMeshDoes() throws Exception {
    startQuiet(3, Map.of(), "retry.attempts=2", "retry.backoff=1ms", "hedge.after=1ms");
    MeshCall failover = call(get("/"));
    assertThat(failover.failover(new ConnectException("Connection refused"))).isTrue();
    failover.responded(200);
    MeshCall retried = call(get("/"));
    assertThat(retried.retry(503, null)).isNotNegative();
    retried.responded(200);
    MeshCall hedged = call(get("/"));
    assertThat(hedged.hedge()).isNotNull();
    hedged.responded(200);
    flush(5000);
    assertThat(count("remora.picks", "remora.service", "orders")).isEqualTo(6);
    assertThat(count("remora.failovers", "remora.service", "orders")).isEqualTo(1);
    assertThat(count("remora.retries", "remora.service", "orders")).isEqualTo(1);
    assertThat(count("remora.hedges", "remora.service", "orders")).isEqualTo(1);
    assertThat(count("remora.rejections", "remora.service", "orders")).isZero();
    assertThat(count("remora.ejections", "remora.service", "orders")).isZero();
    assertThat(count("remora.endpoints", "remora.endpoint.state", "in")).isEqualTo(3);
    assertThat(last("remora.retry_budget").getGauge().getDataPointsList()).hasSize(1);
    assertThat(last("remora.registry.up").getGauge().getDataPoints(0).getAsInt()).isEqualTo(1);
    assertThat(last("remora.picks").getUnit()).isEqualTo("{pick}");
    assertThat(last("remora.picks").getSum().getIsMonotonic()).isTrue();
  }

  @Test
  void countsEjections() throws Exception {
    startQuiet(2, Map.of("OTEL_METRIC_EXPORT_INTERVAL", "50"));
    for (int i = 0; i < 20; i++) {
      MeshCall call = call(get("/"));
      call.responded(call.port() == 1 ? 500 : 200);
    }
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(count("remora.ejections", "remora.service", "orders")).isEqualTo(1);
              assertThat(count("remora.endpoints", "remora.endpoint.state", "ejected"))
                  .isEqualTo(1);
            });
  }

  @Test
  void countsTokens() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "sesame");
    startQuiet(1, Map.of(), "token.file=" + token, "token.allow-http=true");
    MeshCall call = call(get("/"));
    assertThat(header(call, "authorization")).isEqualTo("Bearer sesame");
    call.responded(200);
    flush(5000);
    assertThat(count("remora.token.refreshes", "remora.token.outcome", "issued")).isEqualTo(1);
    assertThat(count("remora.token.refreshes", "remora.token.outcome", "failed")).isZero();
    assertThat(last("remora.token.waits").getUnit()).isEqualTo("{call}");
    assertThat(receiver.metrics("remora.picks").toString()).doesNotContain("sesame");
  }

  @Test
  void countsRejections() throws Exception {
    startQuiet(1, Map.of(), "breaker.failures=50%", "breaker.min-calls=1");
    for (int i = 0; i < 20; i++) {
      MeshCall call = call(get("/"));
      if (call.rejection() == null) {
        call.responded(500);
      }
    }
    flush(5000);
    assertThat(count("remora.rejections", "remora.service", "orders")).isPositive();
  }

  @Test
  void sendsWhatHasComeSinceWhereThatIsAskedFor() throws Exception {
    startQuiet(
        1,
        Map.of(
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta",
            "OTEL_METRIC_EXPORT_INTERVAL", "50"));
    for (int i = 0; i < 5; i++) {
      call(get("/")).responded(200);
      Thread.sleep(100);
    }
    flush(5000);
    List<Metric> durations = receiver.metrics("http.client.request.duration");
    assertThat(durations).hasSizeGreaterThan(1);
    assertThat(
            durations.stream()
                .flatMap(metric -> metric.getHistogram().getDataPointsList().stream())
                .mapToLong(HistogramDataPoint::getCount)
                .sum())
        .isEqualTo(5);
    assertThat(
            receiver.metrics("remora.picks").stream()
                .flatMap(metric -> metric.getSum().getDataPointsList().stream())
                .mapToLong(NumberDataPoint::getAsInt)
                .sum())
        .isEqualTo(5);
  }

  @Test
  void keepsTheNumberOfSeriesInBounds() throws Exception {
    startQuiet(1, Map.of());
    for (int status = 100; status < 600; status++) {
      for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
        call(new Info(method, "/", Map.of(), false, null)).responded(status);
      }
    }
    flush(5000);
    List<HistogramDataPoint> points =
        last("http.client.request.duration").getHistogram().getDataPointsList();
    assertThat(points).hasSize(2001);
    assertThat(points)
        .filteredOn(
            point ->
                "true"
                    .equals(
                        Receiver.attributes(point.getAttributesList()).get("otel.metric.overflow")))
        .singleElement()
        .satisfies(point -> assertThat(point.getCount()).isEqualTo(500));
  }
}

package dev.remora.it.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.it.gateway.GatewayJar;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real Prometheus makes of the gateway's metrics. */
class PrometheusTest {
  private static Orders orders;
  private static GatewayJar gateway;
  private static Prometheus prometheus;

  @BeforeAll
  static void start() throws Exception {
    orders = new Orders();
    gateway =
        GatewayJar.start(
            orders.exposed(),
            // Nobody takes the spans, but requests have traces to be exemplars of.
            Map.of(
                "OTEL_TRACES_EXPORTER",
                "zipkin",
                "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
                "http://127.0.0.1:1/spans",
                "OTEL_METRICS_EXPORTER",
                "none"));
    prometheus = Prometheus.scraping(gateway);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(value("up")).as(() -> targets()).isEqualTo(1));
    for (int i = 0; i < 20; i++) {
      assertThat(Http.get(gateway.url() + "/orders/v1/items").statusCode()).isEqualTo(200);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(Http.get(gateway.url() + "/orders/500").statusCode()).isEqualTo(500);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(Http.get(gateway.url() + "/nothing").statusCode()).isEqualTo(404);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    orders.close();
  }

  @Test
  void countsRequestsByRouteAndStatus() {
    becomes("sum(http_server_request_duration_seconds_count{remora_route=\"orders\"})", 23);
    becomes(
        "sum(http_server_request_duration_seconds_count"
            + "{http_route=\"/orders/*\",http_response_status_code=\"500\",error_type=\"500\"})",
        3);
    becomes("sum(remora_gateway_problems_total{remora_problem=\"no-route\"})", 5);
    becomes("sum(remora_gateway_sent_bytes_total{remora_route=\"orders\"})", 23 * 5);
    becomes(
        "sum(http_client_request_duration_seconds_count"
            + "{server_address=\"orders\",http_response_status_code=\"500\"})",
        3);
  }

  @Test
  void tellsHowLongTheyTook() throws InterruptedException {
    becomes("sum(http_server_request_duration_seconds_bucket{le=\"+Inf\"})", 28);
    assertThat(
            value(
                "histogram_quantile(0.99, sum by (le)"
                    + " (http_server_request_duration_seconds_bucket{remora_route=\"orders\"}))"))
        .isBetween(0.0001, 10.0);
    assertThat(value("sum(http_server_request_duration_seconds_sum)")).isBetween(0.0001, 28.0);
  }

  @Test
  void tellsOfEndpointsRegistryAndProcess() throws InterruptedException {
    becomes(
        "remora_endpoint_up{remora_service=\"orders\",remora_endpoint=\"127.0.0.1:"
            + orders.port()
            + "\"}",
        1);
    becomes("sum(remora_endpoint_picks_total{remora_service=\"orders\"})", 23);
    becomes("remora_registry_up", 1);
    becomes("http_server_active_requests", 0);
    assertThat(value("process_resident_memory_bytes")).isGreaterThan(20e6);
    assertThat(value("process_cpu_seconds_total")).isGreaterThan(0.1);
    assertThat(value("sum(remora_gateway_event_loop_lag_seconds_count)")).isGreaterThan(1);
    assertThat(value("remora_gateway_open_connections")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void hasTracesAsExemplars() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(prometheus.exemplars("http_server_request_duration_seconds_bucket"))
                    .anySatisfy(id -> assertThat(id.getAsString()).matches("[0-9a-f]{32}")));
  }

  @Test
  void isWrittenAsPrometheusWantsIt() throws Exception {
    assertThat(Prometheus.check(gateway.admin("/metrics").body())).isEmpty();
  }

  private static void becomes(String query, double expected) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(value(query)).as(query).isEqualTo(expected));
  }

  private static double value(String query) throws InterruptedException {
    return prometheus.value(query);
  }

  private static String targets() {
    try {
      return prometheus.targets();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}

package dev.remora.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is counted of exchanges, as it is scraped and as the live page shows it. */
class MetricsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  @Test
  void countsRequestsByRouteAndStatus() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = TestGateway.over("orders", origin.port()).start("expose: [orders]")) {
      for (int i = 0; i < 3; i++) {
        RawClient.exchange(
            gateway.port(), "GET /orders/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      }
      RawClient.exchange(
          gateway.port(), "BREW /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(gateway.metrics().scrape().lines())
                      .contains(
                          "http_server_request_duration_seconds_count{http_route=\"/orders/*\",remora_route=\"orders\","
                              + "http_request_method=\"GET\",url_scheme=\"http\","
                              + "network_protocol_version=\"1.1\","
                              + "http_response_status_code=\"200\"} 3",
                          "http_server_request_duration_seconds_count{"
                              + "http_request_method=\"_OTHER\",url_scheme=\"http\","
                              + "network_protocol_version=\"1.1\","
                              + "http_response_status_code=\"404\",error_type=\"no-route\"} 1",
                          "remora_gateway_problems_total{remora_problem=\"no-route\"} 1",
                          "remora_gateway_sent_bytes_total{remora_route=\"orders\"} 6",
                          "http_server_active_requests 0"));
      assertThat(gateway.metrics().scrape())
          .contains("http_client_request_duration_seconds_count{server_address=\"orders\"")
          .contains("process_cpu_seconds_total ")
          .contains("jvm_memory_used_bytes{");
    }
  }

  @Test
  void showsTheLastMinute() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = TestGateway.over("orders", origin.port()).start("expose: [orders]")) {
      for (int i = 0; i < 5; i++) {
        RawClient.exchange(
            gateway.port(), "GET /orders/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      }
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> requests(gateway.metrics().live().all()) == 5);
      LiveSnapshot live = gateway.metrics().live();
      assertThat(live.routes()).hasSize(1);
      LiveSnapshot.Row orders = live.routes().get(0);
      assertThat(orders.name()).isEqualTo("orders");
      assertThat(orders.perSecond()).isEqualTo(0.5);
      assertThat(orders.errorShare()).isZero();
      assertThat(orders.p50Millis()).isGreaterThan(0).isLessThanOrEqualTo(orders.p99Millis());
      assertThat(live.services()).hasSize(1);
    }
  }

  private static long requests(LiveSnapshot.Row row) {
    return row.seconds().stream().mapToLong(LiveSnapshot.Second::requests).sum();
  }
}

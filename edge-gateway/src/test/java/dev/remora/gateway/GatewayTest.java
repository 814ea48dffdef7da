package dev.remora.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import org.junit.jupiter.api.Test;

/** The main road through the gateway. */
class GatewayTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  @Test
  void forwardsToAServiceThatIsExposed() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = TestGateway.over("orders", origin.port()).start("expose: [orders]")) {
      String reply =
          RawClient.exchange(
              gateway.port(), "GET /orders/v1/items?x=1 HTTP/1.1\r\nHost: shop.example\r\n\r\n");
      assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhi");
      assertThat(origin.seen()).startsWith("GET /v1/items?x=1 HTTP/1.1\r\n");
      assertThat(origin.seen()).containsIgnoringCase("\r\nhost: shop.example\r\n");
    }
  }

  @Test
  void exposesNothingByDefault() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = TestGateway.over("orders", origin.port()).start("")) {
      String reply =
          RawClient.exchange(gateway.port(), "GET /orders/v1 HTTP/1.1\r\nHost: shop\r\n\r\n");
      assertThat(reply).startsWith("HTTP/1.1 404 ").contains("\"code\":\"no-route\"");
      assertThat(origin.seen()).isEmpty();
    }
  }

  @Test
  void forwardsABody() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = TestGateway.over("orders", origin.port()).start("expose: [orders]")) {
      String reply =
          RawClient.exchange(
              gateway.port(),
              "POST /orders/v1 HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(origin.seen()).endsWith("\r\n\r\nhello");
    }
  }

  @Test
  void goesPastAnEndpointThatIsGone() {
    ScriptedOrigin gone = ScriptedOrigin.answering(OK);
    gone.close();
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("orders", gone.port(), origin.port()).start("expose: [orders]")) {
      for (int i = 0; i < 20; i++) {
        assertThat(
                RawClient.exchange(
                    gateway.port(),
                    "GET /orders/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
            .startsWith("HTTP/1.1 200 OK\r\n");
      }
    }
  }
}

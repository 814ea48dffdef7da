package dev.remora.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.FrameClient;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 without TLS: where a listener speaks it, and what becomes of requests. */
class ClearTextHttp2Test {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String UPGRADE =
      String.join(
          "\r\n",
          "GET /orders/ HTTP/1.1",
          "Host: shop",
          "Connection: Upgrade, HTTP2-Settings",
          "Upgrade: h2c",
          "HTTP2-Settings: AAMAAABkAAQAAP__",
          "\r\n");

  private final ScriptedOrigin origin = ScriptedOrigin.answering(OK);

  private TestGateway speaking(String protocols) {
    return TestGateway.over("orders", origin.port())
        .start(
            "listeners: [{address: 127.0.0.1, port: 0, protocols: "
                + protocols
                + "}]\nexpose: [orders]");
  }

  @AfterEach
  void close() {
    origin.close();
  }

  @Test
  void forwardsARequestWithoutBody() {
    try (TestGateway gateway = speaking("[h1, h2c]");
        FrameClient client = new FrameClient(gateway.port())) {
      FrameClient.Stream reply = client.get(1, "/orders/v1?x=1").await(1);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("hi");
      assertThat(reply.isEnded()).isTrue();
      assertThat(origin.seen())
          .startsWith("GET /v1?x=1 HTTP/1.1\r\n")
          .containsIgnoringCase("\r\nhost: shop\r\n")
          .doesNotContainIgnoringCase("transfer-encoding")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void forwardsABodyOfUnknownLength() {
    try (TestGateway gateway = speaking("[h1, h2c]");
        FrameClient client = new FrameClient(gateway.port())) {
      client.post(1, "/orders/v1").data(1, "hel", false).data(1, "lo", true);
      assertThat(client.await(1).status()).isEqualTo(200);
      assertThat(origin.seen())
          .containsIgnoringCase("\r\ntransfer-encoding: chunked\r\n")
          .endsWith("\r\n0\r\n\r\n");
    }
  }

  @Test
  void forwardsABodyOfKnownLength() {
    try (TestGateway gateway = speaking("[h1, h2c]");
        FrameClient client = new FrameClient(gateway.port())) {
      client.post(1, "/orders/v1", "content-length", "5").data(1, "hello", true);
      assertThat(client.await(1).status()).isEqualTo(200);
      assertThat(origin.seen())
          .containsIgnoringCase("\r\ncontent-length: 5\r\n")
          .endsWith("\r\n\r\nhello");
    }
  }

  @Test
  void takesAMethodThatHasNoBodyAtItsStreamsWord() {
    try (TestGateway gateway = speaking("[h1, h2c]");
        FrameClient client = new FrameClient(gateway.port())) {
      client.headers(
          1, true, ":method", "POST", ":scheme", "http", ":authority", "a", ":path", "/orders/p");
      assertThat(client.await(1).status()).isEqualTo(200);
      client.headers(
          3, false, ":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/orders/g");
      await().until(() -> origin.seen().contains("GET /g HTTP/1.1\r\n"));
      client.data(3, "late", true);
      assertThat(client.await(3).status()).isEqualTo(200);
      assertThat(origin.seen()).endsWith("\r\nlate\r\n0\r\n\r\n");
    }
  }

  @Test
  void speaksHttp1OnTheSamePort() {
    try (TestGateway gateway = speaking("[h1, h2c]")) {
      String reply =
          RawClient.exchange(gateway.port(), "GET /orders/v1 HTTP/1.1\r\nHost: shop\r\n\r\n");
      assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n");
      try (RawClient slow = new RawClient(gateway.port())) {
        for (char c : "PRI /orders/ HTTP/1.1\r\nHost: shop\r\n\r\n".toCharArray()) {
          slow.send(String.valueOf(c));
        }
        assertThat(slow.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
      }
    }
  }

  @Test
  void upgradesNothing() {
    for (String protocols : new String[] {"[h1, h2c]", "[h1]"}) {
      try (TestGateway gateway = speaking(protocols)) {
        assertThat(RawClient.exchange(gateway.port(), UPGRADE)).doesNotContain("HTTP/1.1 101");
      }
    }
    assertThat(origin.seen())
        .doesNotContainIgnoringCase("h2c")
        .doesNotContainIgnoringCase("http2-settings");
  }

  @Test
  void isOffUnlessAskedFor() {
    try (TestGateway gateway = speaking("[h1]");
        FrameClient client = new FrameClient(gateway.port())) {
      client.get(1, "/orders/v1");
      assertThat(client.awaitClosed()).isTrue();
      assertThat(client.stream(1).status()).isZero();
      assertThat(origin.seen()).isEmpty();
    }
  }

  @Test
  void speaksNothingElseWhereNothingElseIsAskedFor() {
    try (TestGateway gateway = speaking("[h2c]");
        FrameClient client = new FrameClient(gateway.port())) {
      assertThat(client.get(1, "/orders/v1").await(1).status()).isEqualTo(200);
      try (RawClient other = new RawClient(gateway.port())) {
        other.send("GET /orders/v1 HTTP/1.1\r\nHost: shop\r\n\r\n");
        assertThat(other.readUntilClosed(5_000)).isEmpty();
        assertThat(other.isClosed()).isTrue();
      }
    }
  }

  @Test
  void tellsClientsHowMuchTheyMayDo() {
    try (TestGateway gateway = speaking("[h2c]");
        FrameClient client = new FrameClient(gateway.port())) {
      client.get(1, "/orders/").await(1);
      assertThat(client.settings().maxConcurrentStreams()).isEqualTo(100);
      assertThat(client.settings().maxHeaderListSize()).isEqualTo(32 << 10);
      assertThat(client.settings().initialWindowSize()).isEqualTo(64 << 10);
    }
  }
}

package dev.remora.gateway.filter.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.Requests;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bodies that are too long. */
class BodyLimitsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String TEN =
      "routes: [{name: a, to: a, body-limits: {request: 10B, response: 10B}}]\n";

  @Test
  void areRefusedBeforeTheyAreSent() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(TEN)) {
      assertThat(Requests.sendBody(gateway.port(), "POST /", "0123456789", "Content-Length: 10"))
          .startsWith("HTTP/1.1 200 ");
      String seen = origin.seen();
      assertThat(Requests.sendBody(gateway.port(), "POST /", "", "Content-Length: 11"))
          .startsWith("HTTP/1.1 413 ")
          .contains("\"code\":\"body-too-large\"");
      assertThat(
              Requests.sendBody(
                  gateway.port(), "POST /", "", "Content-Length: 11", "Expect: 100-continue"))
          .startsWith("HTTP/1.1 413 ");
      assertThat(origin.seen()).isEqualTo(seen);
    }
  }

  @Test
  void areNoticedWhenTheyDoNotSay() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(TEN)) {
      String chunked = "Transfer-Encoding: chunked";
      String fits = "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n";
      assertThat(Requests.sendBody(gateway.port(), "POST /", fits, chunked))
          .startsWith("HTTP/1.1 200 ");
      String before = origin.seen();
      try (RawClient client = new RawClient(gateway.port())) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\n" + chunked + "\r\n\r\n5\r\n01234\r\n");
        await().until(() -> origin.seen().substring(before.length()).contains("01234"));
        client.send("6\r\n567890\r\n");
        assertThat(client.readUntil("request_id")).startsWith("HTTP/1.1 413 ");
        client.send("5\r\nABCDE\r\n0\r\n\r\n");
        client.readUntilClosed(5_000);
        assertThat(client.isClosed()).isTrue();
      }
      String rest = origin.seen().substring(before.length());
      assertThat(rest).as("cut off, not ended").doesNotContain("\r\n0\r\n").doesNotContain("ABCDE");
      await().until(() -> origin.open() <= 1);
    }
  }

  @Test
  void areRefusedOfServicesToo() {
    String known = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-Inside: 1\r\n\r\n0123456789A";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(known);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(TEN)) {
      assertThat(Requests.send(gateway.port(), "GET /"))
          .startsWith("HTTP/1.1 502 ")
          .contains("\"code\":\"response-too-large\"")
          .doesNotContain("Inside");
      assertThat(Requests.send(gateway.port(), "HEAD /")).startsWith("HTTP/1.1 200 ");
    }
    String unknown =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n6\r\n56789A\r\n0\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(unknown);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(TEN)) {
      String reply = Requests.send(gateway.port(), "GET /");
      assertThat(reply).as("not as if it were complete").doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void areTenMebibytesWhereNothingIsSet() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("a", origin.port())
                .start(
                    """
                    expose: [a]
                    routes:
                      - {name: all, match: {prefix: /all}, to: a, body-limits: {request: none}}
                    """)) {
      int most = 10 << 20;
      assertThat(Requests.sendBody(gateway.port(), "PUT /a/", "", "Content-Length: " + (most + 1)))
          .startsWith("HTTP/1.1 413 ");
      byte[] body = new byte[most + 1];
      try (RawClient client = new RawClient(gateway.port())) {
        client.send(
            "PUT /all HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                + body.length
                + "\r\n\r\n");
        client.send(new String(body, StandardCharsets.ISO_8859_1));
        assertThat(client.readUntilClosed(20_000)).startsWith("HTTP/1.1 200 ");
      }
    }
  }
}

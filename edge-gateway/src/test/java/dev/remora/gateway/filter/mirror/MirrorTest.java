package dev.remora.gateway.filter.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.Requests;
import dev.remora.gateway.testing.ScriptedOrigin;
import org.junit.jupiter.api.Test;

/** Copies of requests. */
class MirrorTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String OTHER = "HTTP/1.1 500 No\r\nContent-Length: 5\r\n\r\nother";
  private static final String ALL =
      """
      routes:
        - name: a
          match: {prefix: /a}
          to: a
          strip-prefix: /a
          request-headers: {set: {x-set: "1"}}
          mirror: {to: copy, max-body: 10B}
      """;

  @Test
  void areWhatTheServiceIsSent() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        ScriptedOrigin copy = ScriptedOrigin.answering(OTHER);
        TestGateway gateway =
            TestGateway.over("a", origin.port()).and("copy", copy.port()).start(ALL)) {
      assertThat(Requests.send(gateway.port(), "GET /a/b?c=d", "X-Own: 2"))
          .startsWith("HTTP/1.1 200 ")
          .endsWith("hi");
      await()
          .untilAsserted(
              () ->
                  assertThat(copy.seen())
                      .startsWith("GET /b?c=d HTTP/1.1\r\n")
                      .containsIgnoringCase("host: shop.example\r\n")
                      .containsIgnoringCase("x-set: 1\r\n")
                      .containsIgnoringCase("x-own: 2\r\n"));
      String before = copy.seen();
      String chunks = "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n";
      assertThat(
              Requests.sendBody(gateway.port(), "PUT /a/c", chunks, "Transfer-Encoding: chunked"))
          .startsWith("HTTP/1.1 200 ");
      await()
          .untilAsserted(
              () ->
                  assertThat(copy.seen().substring(before.length()))
                      .startsWith("PUT /c HTTP/1.1\r\n")
                      .endsWith("\r\n\r\n0123456789"));
      assertThat(copy.connections()).as("one connection is enough").isEqualTo(1);
    }
  }

  @Test
  void areNotMadeOfLongBodiesNorOfBrokenOnes() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        ScriptedOrigin copy = ScriptedOrigin.answering(OTHER);
        TestGateway gateway =
            TestGateway.over("a", origin.port()).and("copy", copy.port()).start(ALL)) {
      assertThat(Requests.sendBody(gateway.port(), "PUT /a/1", "0123456789A", "Content-Length: 11"))
          .startsWith("HTTP/1.1 200 ");
      String chunks = "6\r\n012345\r\n5\r\n6789A\r\n0\r\n\r\n";
      assertThat(
              Requests.sendBody(gateway.port(), "PUT /a/2", chunks, "Transfer-Encoding: chunked"))
          .startsWith("HTTP/1.1 200 ");
      try (RawClient client = new RawClient(gateway.port())) {
        client.send("PUT /a/3 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n01234");
        await().until(() -> origin.seen().endsWith("01234"));
      }
      // What is sent last arrives last: a copy of the others would be there by then.
      Requests.send(gateway.port(), "GET /a/last");
      await().until(() -> copy.seen().contains("GET /last"));
      assertThat(copy.seen()).startsWith("GET /last");
    }
  }

  @Test
  void keepNobodyWaiting() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        ScriptedOrigin silent =
            new ScriptedOrigin(
                (in, out, self) -> {
                  while (self.readRequest(in) != null) {
                    // No answer.
                  }
                });
        TestGateway gateway =
            TestGateway.over("a", origin.port()).and("copy", silent.port()).start(ALL)) {
      long begin = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        assertThat(Requests.send(gateway.port(), "GET /a/" + i)).startsWith("HTTP/1.1 200 ");
      }
      assertThat(System.nanoTime() - begin)
          .as("not the 10 s that a copy may take")
          .isLessThan(9_000_000_000L);
      int loops = Runtime.getRuntime().availableProcessors();
      assertThat(silent.connections()).as("bounded").isLessThanOrEqualTo(64 * loops);
    }
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = TestGateway.over("a", origin.port()).and("copy", 1).start(ALL)) {
      assertThat(Requests.send(gateway.port(), "GET /a/")).startsWith("HTTP/1.1 200 ");
    }
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(ALL)) {
      assertThat(Requests.send(gateway.port(), "GET /a/"))
          .as("a service that nobody knows")
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void areMadeOfAShare() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        ScriptedOrigin copy = ScriptedOrigin.answering(OTHER);
        TestGateway gateway =
            TestGateway.over("a", origin.port())
                .and("copy", copy.port())
                .start(
                    """
                    routes:
                      - {name: a, match: {prefix: /a}, to: a, mirror: {to: copy, share: 50%}}
                      - {name: last, match: {prefix: /last}, to: a, mirror: {to: copy}}
                    """)) {
      for (int i = 0; i < 200; i++) {
        Requests.send(gateway.port(), "GET /a");
      }
      Requests.send(gateway.port(), "GET /last");
      await().until(() -> copy.seen().contains("GET /last "));
      // Further off than six standard deviations once in 500 million runs.
      assertThat(copy.seen().split("GET /a ", -1).length - 1).isBetween(57, 143);
    }
  }
}

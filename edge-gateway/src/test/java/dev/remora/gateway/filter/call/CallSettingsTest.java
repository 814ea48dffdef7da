package dev.remora.gateway.filter.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Requests;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Time-outs and retries of one route. */
class CallSettingsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String BUSY = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";

  @Test
  void endsACallInTime() {
    try (ScriptedOrigin silent = silent();
        TestGateway gateway =
            TestGateway.over("a", silent.port())
                .start(
                    """
                    services: {a: {timeout: 30s}}
                    routes:
                      - {name: call, match: {prefix: /call}, to: a, call: {timeout: 200ms}}
                      - name: attempt
                        match: {prefix: /attempt}
                        to: a
                        call: {attempt-timeout: 200ms, retry: {attempts: 2, on: [timeout]}}
                    """)) {
      long begin = System.nanoTime();
      assertThat(Requests.send(gateway.port(), "GET /call"))
          .startsWith("HTTP/1.1 504 ")
          .contains("\"code\":\"call-timeout\"");
      assertThat(silent.connections()).isEqualTo(1);
      assertThat(Requests.send(gateway.port(), "GET /attempt"))
          .startsWith("HTTP/1.1 504 ")
          .contains("\"code\":\"attempt-timeout\"");
      assertThat(silent.connections()).as("and two more").isEqualTo(4);
      assertThat(System.nanoTime() - begin).isLessThan(15_000_000_000L);
    }
  }

  @Test
  void triesAgainWhereTheServiceIsNotTriedAgain() {
    try (ScriptedOrigin busy = busyTwice();
        TestGateway gateway =
            TestGateway.over("a", busy.port())
                .start(
                    """
                    services: {a: {retry: {attempts: 0}}}
                    routes:
                      - {name: once, match: {prefix: /once}, to: a}
                      - name: thrice
                        match: {prefix: /thrice}
                        to: a
                        call: {retry: {attempts: 2, on: [503], methods: [GET]}}
                    """)) {
      assertThat(Requests.send(gateway.port(), "GET /once")).startsWith("HTTP/1.1 503 ");
      assertThat(Requests.send(gateway.port(), "DELETE /thrice"))
          .as("a method that is not to be")
          .startsWith("HTTP/1.1 503 ");
    }
    try (ScriptedOrigin busy = busyTwice();
        TestGateway gateway =
            TestGateway.over("a", busy.port())
                .start(
                    """
                    services: {a: {retry: {attempts: 0}}}
                    routes: [{name: a, to: a, call: {retry: {attempts: 2, on: [503]}}}]
                    """)) {
      assertThat(Requests.send(gateway.port(), "GET /")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void doesNotTryAgainWhereTheServiceIs() {
    try (ScriptedOrigin busy = busyTwice();
        TestGateway gateway =
            TestGateway.over("a", busy.port())
                .start(
                    """
                    services: {a: {retry: {attempts: 3}}}
                    routes:
                      - {name: not, match: {prefix: /not}, to: a, call: {retry: {attempts: 0}}}
                      - {name: other, match: {prefix: /other}, to: a, call: {retry: {on: [502]}}}
                    """)) {
      assertThat(Requests.send(gateway.port(), "GET /not")).startsWith("HTTP/1.1 503 ");
      assertThat(Requests.send(gateway.port(), "GET /other")).startsWith("HTTP/1.1 503 ");
    }
  }

  private static ScriptedOrigin silent() {
    return new ScriptedOrigin(
        (in, out, origin) -> {
          while (origin.readRequest(in) != null) {
            // No answer.
          }
        });
  }

  /** Busy for the first two requests, whatever connection they come on. */
  private static ScriptedOrigin busyTwice() {
    int[] count = new int[1];
    return new ScriptedOrigin(
        (in, out, origin) -> {
          while (origin.readRequest(in) != null) {
            synchronized (count) {
              count[0]++;
              String answer = count[0] <= 2 ? BUSY : OK;
              out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
            out.flush();
          }
        });
  }
}

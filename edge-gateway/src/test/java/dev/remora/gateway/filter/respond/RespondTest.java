package dev.remora.gateway.filter.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Requests;
import org.junit.jupiter.api.Test;

/** Answers without a service. */
class RespondTest {
  @Test
  void saysWhatItWasTold() {
    try (TestGateway gateway =
        TestGateway.over("a", 1)
            .start(
                """
                routes:
                  - {name: none, match: {path: /none}, respond: 204}
                  - {name: no, match: {path: /no}, respond: 403}
                  - {name: text, match: {path: /robots.txt}, respond: {body: "User-agent: *\\n"}}
                  - name: json
                    match: {path: /json}
                    respond: {status: 503, content-type: application/json, body: '{"a": "ü"}'}
                """)) {
      assertThat(Requests.send(gateway.port(), "GET /none"))
          .startsWith("HTTP/1.1 204 No Content\r\n")
          .doesNotContain("content-length");
      assertThat(Requests.send(gateway.port(), "GET /no"))
          .startsWith("HTTP/1.1 403 ")
          .contains("content-length: 0\r\n");
      assertThat(Requests.send(gateway.port(), "GET /robots.txt"))
          .startsWith("HTTP/1.1 200 ")
          .contains("content-type: text/plain; charset=utf-8\r\n")
          .endsWith("\r\n\r\nUser-agent: *\n");
      assertThat(Requests.send(gateway.port(), "HEAD /robots.txt"))
          .contains("content-length: 14\r\n")
          .endsWith("\r\n\r\n");
      assertThat(Requests.send(gateway.port(), "POST /json"))
          .startsWith("HTTP/1.1 503 ")
          .contains("content-type: application/json\r\n")
          .contains("content-length: 11\r\n");
    }
  }
}

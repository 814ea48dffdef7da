package dev.remora.gateway.filter.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Requests;
import dev.remora.gateway.testing.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that are changed on the way to the service, and on the way back. */
class HeaderFiltersTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nServer: secret/1.0\r\nX-Old: 1\r\nX-Old: 2\r\n\r\nhi";

  @Test
  void areRemovedSetAndAddedTowardsTheService() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("a", origin.port())
                .start(
                    """
                    routes:
                      - name: r
                        match: {template: "/users/{id}"}
                        to: a
                        request-headers:
                          remove: [X-Debug]
                          set:
                            x-user: "{id}"
                            x-from: "{client} {scheme} {method} {host}{path}?{query} {route}"
                            x-brace: "{{id}"
                            x-subject: "<{subject}>"
                          add: {x-two: second}
                    """)) {
      Requests.send(
          gateway.port(), "GET /users/a%2Fb?x=1", "X-Debug: on", "X-User: admin", "X-Two: first");
      assertThat(origin.seen())
          .doesNotContainIgnoringCase("x-debug")
          .doesNotContain("admin")
          .contains("x-user: a%2Fb\r\n")
          .contains("x-from: 127.0.0.1 http GET shop.example/users/a%2Fb?x=1 r\r\n")
          .contains("x-brace: {id}\r\n")
          .contains("x-subject: <>\r\n")
          .containsIgnoringCase("x-two: first\r\n")
          .contains("x-two: second\r\n");
    }
  }

  @Test
  void areRemovedSetAndAddedTowardsTheClient() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("a", origin.port())
                .start(
                    """
                    defaults:
                      response-headers:
                        remove: [server]
                        set: {x-old: "3", strict-transport-security: max-age=31536000}
                        add: {x-request: "{request_id}"}
                    routes:
                      - {name: r, match: {prefix: /a}, to: a}
                      - {name: gone, match: {prefix: /gone}, to: nobody}
                    """)) {
      String reply = Requests.send(gateway.port(), "GET /a");
      assertThat(reply)
          .doesNotContain("secret")
          .contains("x-old: 3\r\n")
          .doesNotContainIgnoringCase("x-old: 1")
          .contains("strict-transport-security: max-age=31536000\r\n")
          .containsPattern("x-request: [0-9a-f]{32}\r\n");
      assertThat(Requests.send(gateway.port(), "GET /gone"))
          .as("the gateway's own answers")
          .startsWith("HTTP/1.1 503 ")
          .contains("strict-transport-security: max-age=31536000\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "keep, shop.example:81",
    "service, a",
    "inner.example, inner.example",
    "inner.example:8443, inner.example:8443"
  })
  void tellTheServiceWhomTheRequestIsFor(String host, String sent) {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("a", origin.port())
                .start("routes: [{name: r, to: a, host: \"" + host + "\"}]\n")) {
      assertThat(Requests.send(gateway.port(), "GET /", "Host: shop.example:81"))
          .startsWith("HTTP/1.1 200 ");
      assertThat(origin.seen())
          .containsIgnoringCase("\r\nhost: " + sent + "\r\n")
          .contains("x-forwarded-host: shop.example");
    }
  }
}

package dev.remora.gateway.filter.cors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Requests;
import dev.remora.gateway.testing.ScriptedOrigin;
import org.junit.jupiter.api.Test;

/** What browsers are told about pages of other origins. */
class CorsTest {
  private static final String OWN_WORD =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nAccess-Control-Allow-Origin: *\r\n"
          + "Access-Control-Allow-Credentials: true\r\nVary: Accept\r\n\r\nhi";

  private static final String SHOP =
      """
      routes:
        - name: a
          match: {prefix: /a, methods: [GET, PUT]}
          to: a
          cors:
            origins: [https://shop.example]
            methods: [GET, PUT]
            headers: [content-type, x-total]
            expose-headers: [x-count]
            credentials: true
            max-age: 1m
        - name: any
          match: {prefix: /any}
          to: a
          cors: {origins: "*", methods: "*", headers: "*", expose-headers: "*"}
        - {name: none, match: {prefix: /none, methods: [GET]}, to: a}
        - {name: down, match: {prefix: /down}, to: nobody, cors: {origins: [https://shop.example]}}
      """;

  @Test
  void answersWhatBrowsersAskBefore() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OWN_WORD);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(SHOP)) {
      String asked = "Access-Control-Request-Method: PUT";
      assertThat(Requests.send(gateway.port(), "OPTIONS /a", "Origin: https://shop.example", asked))
          .startsWith("HTTP/1.1 204 ")
          .contains("access-control-allow-origin: https://shop.example\r\n")
          .contains("access-control-allow-credentials: true\r\n")
          .contains("access-control-allow-methods: GET, PUT\r\n")
          .contains("access-control-allow-headers: content-type, x-total\r\n")
          .contains("access-control-max-age: 60\r\n")
          .contains(
              "vary: origin, access-control-request-method, access-control-request-headers\r\n")
          .doesNotContain("expose");
      assertThat(Requests.send(gateway.port(), "OPTIONS /a", "Origin: https://evil.test", asked))
          .startsWith("HTTP/1.1 403 ")
          .contains("\"code\":\"cors-refused\"")
          .doesNotContain("access-control-allow")
          .contains("vary: origin");
      String all =
          Requests.send(
              gateway.port(),
              "OPTIONS /any",
              "Origin: https://evil.test",
              "Access-Control-Request-Method: DELETE",
              "Access-Control-Request-Headers: x-one, authorization");
      assertThat(all)
          .startsWith("HTTP/1.1 204 ")
          .contains("access-control-allow-origin: *\r\n")
          .contains("access-control-allow-methods: DELETE\r\n")
          .contains("access-control-allow-headers: x-one, authorization\r\n")
          .doesNotContain("credentials");
      assertThat(origin.seen()).as("none of it is the service's business").isEmpty();
    }
  }

  @Test
  void tellsWhoMayReadAResponse() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OWN_WORD);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(SHOP)) {
      assertThat(Requests.send(gateway.port(), "GET /a", "Origin: https://shop.example"))
          .startsWith("HTTP/1.1 200 ")
          .contains("access-control-allow-origin: https://shop.example\r\n")
          .contains("access-control-allow-credentials: true\r\n")
          .contains("access-control-expose-headers: x-count\r\n")
          .containsIgnoringCase("vary: Accept, origin\r\n")
          .doesNotContain("Allow-Origin: *");
      for (String[] other : new String[][] {{"Origin: https://evil.test"}, {}}) {
        assertThat(Requests.send(gateway.port(), "GET /a", other))
            .startsWith("HTTP/1.1 200 ")
            .as("what the service says of it does not count")
            .doesNotContainIgnoringCase("access-control-")
            .as("a cache must not give one's answer to another")
            .containsIgnoringCase("vary: Accept, origin\r\n");
      }
      assertThat(Requests.send(gateway.port(), "GET /any", "Origin: https://evil.test"))
          .contains("access-control-allow-origin: *\r\n")
          .contains("access-control-expose-headers: *\r\n")
          .doesNotContainIgnoringCase("credentials")
          .containsIgnoringCase("vary: Accept\r\n");
    }
  }

  @Test
  void letsPagesReadErrorsToo() {
    try (TestGateway gateway = TestGateway.over("a", 1).start(SHOP)) {
      assertThat(Requests.send(gateway.port(), "GET /down", "Origin: https://shop.example"))
          .startsWith("HTTP/1.1 503 ")
          .contains("access-control-allow-origin: https://shop.example\r\n");
      assertThat(Requests.send(gateway.port(), "GET /a", "Origin: https://shop.example"))
          .startsWith("HTTP/1.1 502 ")
          .contains("access-control-allow-origin: https://shop.example\r\n");
    }
  }

  @Test
  void takesQuestionsOnlyOnRoutesThatAnswerThem() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OWN_WORD);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(SHOP)) {
      String page = "Origin: https://shop.example";
      assertThat(
              Requests.send(
                  gateway.port(), "OPTIONS /none", page, "Access-Control-Request-Method: GET"))
          .startsWith("HTTP/1.1 404 ");
      assertThat(
              Requests.send(
                  gateway.port(), "OPTIONS /a", page, "Access-Control-Request-Method: DELETE"))
          .as("a method that the route does not take")
          .startsWith("HTTP/1.1 404 ");
      assertThat(Requests.send(gateway.port(), "OPTIONS /a"))
          .as("no question of a browser's")
          .startsWith("HTTP/1.1 404 ");
      assertThat(origin.seen()).isEmpty();
    }
  }
}

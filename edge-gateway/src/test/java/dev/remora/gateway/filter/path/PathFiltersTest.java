package dev.remora.gateway.filter.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Requests;
import dev.remora.gateway.testing.ScriptedOrigin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The path that a service is asked for. */
class PathFiltersTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefix: /api|strip-prefix: /api|/api/v1?x=1|/v1?x=1",
        "prefix: /api|strip-prefix: /api|/api|/",
        "prefix: /ap|strip-prefix: /api|/ap/i|/ap/i",
        "prefix: /|add-prefix: /api|/v1/?x|/api/v1/?x",
        "prefix: /api|strip-prefix: /api, add-prefix: /v2|/api/a|/v2/a",
        "prefix: /api|rewrite: {prefix: /v2}|/api/a/b%20c?q=%2F|/v2/a/b%20c?q=%2F",
        "prefix: /api|rewrite: {prefix: /}|/api/a|/a",
        "prefix: /api|rewrite: {prefix: /}|/api|/",
        "prefix: /|rewrite: {prefix: /v2}|/a|/v2/a",
        "prefix: /|rewrite: /fixed|/a?x=1|/fixed?x=1",
        "template: '/users/{id}/orders'|rewrite: '/orders/{id}'|/users/a%2Fb/orders|/orders/a%2Fb",
        "template: '/f/{*rest}'|rewrite: {path: '/files/{rest}'}|/f/a/b/|/files/a/b/",
        "regex: '/v(?P<n>[0-9]+)/.*'|rewrite: '/version/{n}'|/v12/x|/version/12",
        "prefix: /|rewrite: {regex: '^/(\\w+)/(\\w+)', to: /$2/$1}|/a/b/c|/b/a/c",
      })
  void isChanged(String match, String filters, String asked, String sent) {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("a", origin.port())
                .start("routes: [{name: r, match: {" + match + "}, to: a, " + filters + "}]\n")) {
      assertThat(Requests.send(gateway.port(), "GET " + asked)).startsWith("HTTP/1.1 200 ");
      assertThat(origin.seen()).startsWith("GET " + sent + " HTTP/1.1\r\n");
      boolean cut = filters.startsWith("strip-prefix") && asked.startsWith("/api");
      assertThat(origin.seen().contains("x-forwarded-prefix: /api\r\n")).isEqualTo(cut);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/.x./|{regex: x}",
        "/x.x./etc/|{regex: x, to: ''}",
        "/a/xb|{regex: x, to: /}",
        "/ab|{regex: ^/, to: ''}",
        "/ab|{regex: b, to: '?b'}",
        "/ab|{regex: b, to: ' HTTP/1.1'}",
      })
  void neverBecomesOneThatOriginsReadInTwoWays(String asked, String rewrite) {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("a", origin.port())
                .start("routes: [{name: r, to: a, rewrite: " + rewrite + "}]\n")) {
      assertThat(Requests.send(gateway.port(), "GET " + asked))
          .startsWith("HTTP/1.1 400 ")
          .contains("\"code\":\"bad-rewrite\"");
      assertThat(origin.seen()).isEmpty();
    }
  }
}

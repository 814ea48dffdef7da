package dev.remora.gateway.filter.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Requests;
import dev.remora.gateway.testing.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that are sent elsewhere. */
class RedirectTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefix: /|scheme: https|shop.example:8080|/a?x=1|302|https://shop.example/a?x=1",
        "prefix: /|scheme: https, port: 8443|shop.example|/a|302|https://shop.example:8443/a",
        "prefix: /|scheme: https, port: 443, status: 308|shop.example|/|308|https://shop.example/",
        "prefix: /|host: www.example|shop.example:8080|/a%20b|302|http://www.example:8080/a%20b",
        "prefix: /|host: www.example, port: 80|shop.example:8080|/|302|http://www.example/",
        "prefix: /a|path: /b, status: 301|shop.example|/a?x|301|http://shop.example/b?x",
        "prefix: /a|path: /b, query: false|shop.example|/a?x|302|http://shop.example/b",
        "prefix: /a|prefix: /b, status: 307|shop.example|/a/c|307|http://shop.example/b/c",
        "template: '/u/{id}'|path: '/users/{id}', status: 303|h|/u/7|303|http://h/users/7",
        "prefix: /|regex: '\\.php$', to: ''|h|/a.php?x|302|http://h/a?x",
        "prefix: /|scheme: https|[::1]:8080|/|302|https://[::1]/",
      })
  void leadsThere(
      String match, String redirect, String host, String asked, int status, String location) {
    try (TestGateway gateway =
        TestGateway.over("a", 1)
            .start("routes: [{name: r, match: {" + match + "}, redirect: {" + redirect + "}}]\n")) {
      assertThat(Requests.send(gateway.port(), "GET " + asked, "Host: " + host))
          .startsWith("HTTP/1.1 " + status + " ")
          .contains("location: " + location + "\r\n")
          .contains("content-length: 0\r\n");
    }
  }

  @Test
  void letsPassWhatIsThereAlready() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("a", origin.port())
                .start(
                    """
                    trusted-proxies: [127.0.0.1]
                    defaults: {redirect: {scheme: https, status: 308}}
                    expose: [a]
                    """)) {
      assertThat(Requests.send(gateway.port(), "GET /a/x"))
          .startsWith("HTTP/1.1 308 ")
          .contains("location: https://shop.example/a/x\r\n");
      assertThat(Requests.send(gateway.port(), "GET /a/x", "X-Forwarded-Proto: https"))
          .startsWith("HTTP/1.1 200 ");
    }
  }
}

package dev.remora.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths have one form, in which they are matched and sent; what could be read in two is refused.
 */
class TargetTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private static ScriptedOrigin origin;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    origin = ScriptedOrigin.answering(OK);
    gateway =
        TestGateway.over("orders", origin.port())
            .start(
                """
                routes:
                  - {name: all, to: orders}
                  - {name: secret, match: {prefix: /secret}, to: nowhere}
                """);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    origin.close();
  }

  private static String ask(String target) {
    try (RawClient client = new RawClient(gateway.port())) {
      client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      return client.readUntilClosed(5_000);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\u00a7',
      value = {
        "/, /",
        "/a, /a",
        "/a/, /a/",
        "/a/b, /a/b",
        "//, /",
        "//a, /a",
        "/a//b, /a/b",
        "/a///, /a/",
        "/./a, /a",
        "/a/./b, /a/b",
        "/a/., /a/",
        "/a/.., /",
        "/a/../b, /b",
        "/../a, /a",
        "/a/b/../../c, /c",
        "/a/../../../b, /b",
        "/%2e/a, /a",
        "/a/%2e%2e/b, /b",
        "/a/.%2E/b, /b",
        "/a/%2e./b, /b",
        "/a%2Fb, /a%2Fb",
        "/a%2fb, /a%2Fb",
        "/%61, /a",
        "/%41, /A",
        "/%7e, /~",
        "/%2D%5f, /-_",
        "/%252e%252e/a, /%252e%252e/a",
        "/%2500, /%2500",
        "/a%20b, /a%20b",
        "/a+b, /a+b",
        "/a%2Bb, /a%2Bb",
        "/%c3%a9, /%C3%A9",
        "/%E9, /%E9",
        "/%e0%a0%80, /%E0%A0%80",
        "/a:b@c!$&'()*+=, /a:b@c!$&'()*+=",
        "/a;b=c, /a;b=c",
        "/a;b/c, /a;b/c",
        "/%3b, /%3B",
        "/a|b, /a%7Cb",
        "/a^b, /a%5Eb",
        "/[a], /%5Ba%5D",
        "/{a}, /%7Ba%7D",
        "/a\"b, /a%22b",
        "/<a>, /%3Ca%3E",
        "/a`b, /a%60b",
        "/%7cb, /%7Cb",
        "/..., /...",
        "/.a, /.a",
        "/a., /a.",
        "/..a/b, /..a/b",
        "/a.;b, /a.;b",
        "/%3f, /%3F",
        "/%23, /%23",
        "/%25, /%25"
      })
  void thePathThatIsMatchedIsThePathThatIsSent(String raw, String form) {
    assertThat(Target.parse(raw).path()).isEqualTo(form);
    assertThat(Target.parse(form).path()).as("once and for all").isEqualTo(form);
    int before = origin.mark();
    assertThat(ask(raw)).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(origin.since(before)).startsWith("GET " + form + " HTTP/1.1\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a\\b",
        "/..\\a",
        "/a/%5C..",
        "/%5c",
        "/%00",
        "/a%00.html",
        "/%0d%0aX-A:b",
        "/%0A",
        "/%1f",
        "/%7f",
        "/%",
        "/%2",
        "/%zz",
        "/%2g",
        "/a%",
        "/..;/a",
        "/a/..;x=y/b",
        "/.;/a",
        "/a/%2e%2e;/b",
        "/..%2Fa",
        "/a/..%2f..%2fb",
        "/%2e%2e%2fa",
        "/a%2F..%2Fb",
        "/a%2f..",
        "/.%2Fa",
        "/..%3B/a",
        "/%2e%2e%3b/a",
        "/%c0%af",
        "/%c0%ae%c0%ae/a",
        "/%C1%9C",
        "/%e0%80%af",
        "/%f0%80%80%af",
        "/\u00e9",
        "/a?\u00e9"
      })
  void whatCouldBeReadInTwoWaysIsRefused(String raw) {
    assertThat(Target.parse(raw)).isNull();
    int before = origin.mark();
    assertThat(ask(raw)).startsWith("HTTP/1.1 400 ").contains("\"code\":\"bad-target\"");
    assertThat(origin.since(before)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/secret",
        "/secret/a",
        "//secret/a",
        "/./secret/a",
        "/a/../secret/a",
        "/%73ecret/a",
        "/s%65cret",
        "/secret//a",
        "/a/%2e%2e/secret",
        "/secret/./a",
        "/secret/a/../b",
        "/secret;/../secret/a"
      })
  void noSpellingGetsRoundARoute(String raw) {
    int before = origin.mark();
    assertThat(ask(raw)).startsWith("HTTP/1.1 503 ");
    assertThat(origin.since(before)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a=b&c=d",
        "a=/../b",
        "a=%2e%2e%2f",
        "a=%00",
        "a=b?c",
        "[a]={b}",
        "a|b^c`d",
        "a=\"<b>\"",
        "a=\\b",
        "%",
        "a=%zz",
        "//",
        "a=b+c",
        "u=http://x/"
      })
  void aQueryIsSentAsItCame(String query) {
    int before = origin.mark();
    assertThat(ask("/a/../b?" + query)).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(origin.since(before)).startsWith("GET /b?" + query + " HTTP/1.1\r\n");
  }

  @Test
  void aPathWithoutAQueryHasNone() {
    assertThat(Target.parse("/a").query()).isNull();
    assertThat(Target.parse("/a?").query()).isEmpty();
    assertThat(Target.parse("/a?").toString()).isEqualTo("/a?");
  }
}

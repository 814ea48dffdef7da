package dev.remora.gateway.filter.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.Requests;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses that are kept. Each of the service's own says which request it answers: n1, n2... */
class CacheTest {
  private static final String ON = "routes: [{name: a, to: a, cache: {max-object: 10B}}]\n";

  private static final String STILL =
      "HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=60\r\nETag: \"v\"\r\nX-New: 1\r\n\r\n";
  private static final String FIRST =
      "HTTP/1.1 200 OK\r\nCache-Control: max-age=1\r\nETag: \"v\"\r\nContent-Length: 2\r\n\r\nhi";

  @Test
  void answersAgainWithoutTheService() {
    try (Counting origin = new Counting("200 OK", "Cache-Control: max-age=60\r\nX-Own: 1");
        TestGateway gateway = origin.behind(ON)) {
      assertThat(get(gateway, "/a?x=1"))
          .endsWith("n1")
          .contains("cache-status: remora; fwd=uri-miss; fwd-status=200; stored\r\n");
      for (int i = 0; i < 5; i++) {
        assertThat(get(gateway, "/a?x=1"))
            .startsWith("HTTP/1.1 200 ")
            .endsWith("n1")
            .containsPattern("cache-status: remora; hit; ttl=(60|59|58)\r\n")
            .containsPattern("age: [012]\r\n")
            .contains("x-own: 1\r\n");
      }
      assertThat(Requests.send(gateway.port(), "HEAD /a?x=1"))
          .contains("cache-status: remora; hit")
          .contains("content-length: 2\r\n")
          .endsWith("\r\n\r\n");
      assertThat(get(gateway, "/a?x=2")).endsWith("n2");
      assertThat(get(gateway, "/a?x=1", "Host: other.example")).endsWith("n3");
      assertThat(origin.count()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 OK|X-A: no word of it|",
        "200 OK|Cache-Control: no-store, max-age=60|",
        "200 OK|Cache-Control: private, max-age=60|",
        "200 OK|Cache-Control: no-cache, max-age=60|",
        "200 OK|Cache-Control: max-age=0|",
        "200 OK|Cache-Control: max-age=60, s-maxage=0|",
        "200 OK|Cache-Control: max-age=-1|",
        "200 OK|Expires: 0|",
        "200 OK|Expires: Thu, 01 Jan 1970 00:00:00 GMT|",
        "200 OK|Cache-Control: max-age=60`Age: 60|",
        "200 OK|Cache-Control: max-age=60`Vary: *|",
        "200 OK|Cache-Control: max-age=60`Set-Cookie: a=b|",
        "500 No|Cache-Control: max-age=60|",
        "302 Found|Cache-Control: max-age=60|",
        "200 OK|Cache-Control: max-age=60|Authorization: Bearer x",
        "200 OK|Cache-Control: max-age=60|Cookie: a=b",
        "200 OK|Cache-Control: max-age=60|Cache-Control: no-store",
        "200 OK|Cache-Control: max-age=60|Range: bytes=0-0",
      })
  void keepsNothingThatItMustNot(String status, String header, String asked) {
    try (Counting origin = new Counting(status, header.replace("`", "\r\n"));
        TestGateway gateway = origin.behind("services: {a: {retry: {attempts: 0}}}\n" + ON)) {
      String[] headers = asked == null ? new String[0] : new String[] {asked};
      assertThat(get(gateway, "/", headers)).endsWith("n1");
      assertThat(get(gateway, "/", headers)).endsWith("n2");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'public, max-age=60', Authorization: Bearer x",
    "s-maxage=60, Authorization: Bearer x",
    "'must-revalidate, max-age=60', Cookie: a=b"
  })
  void keepsForAllWhatTheServiceSaysIsForAll(String control, String asked) {
    try (Counting origin = new Counting("200 OK", "Cache-Control: " + control);
        TestGateway gateway = origin.behind(ON)) {
      assertThat(get(gateway, "/", asked)).endsWith("n1");
      assertThat(get(gateway, "/", asked)).endsWith("n1");
      assertThat(get(gateway, "/")).endsWith("n1");
    }
  }

  @Test
  void asksAnewWhereTheClientWants() {
    try (Counting origin = new Counting("200 OK", "Cache-Control: max-age=60\r\nAge: 10");
        TestGateway gateway = origin.behind(ON)) {
      assertThat(get(gateway, "/", "Cache-Control: only-if-cached"))
          .startsWith("HTTP/1.1 504 ")
          .contains("\"code\":\"not-cached\"");
      assertThat(get(gateway, "/")).endsWith("n1");
      assertThat(get(gateway, "/", "Cache-Control: only-if-cached")).endsWith("n1");
      assertThat(get(gateway, "/", "Cache-Control: max-age=20")).endsWith("n1");
      assertThat(get(gateway, "/", "Cache-Control: no-cache"))
          .endsWith("n2")
          .contains("fwd=request");
      assertThat(get(gateway, "/", "Pragma: no-cache")).endsWith("n3");
      assertThat(get(gateway, "/", "Cache-Control: max-age=5")).endsWith("n4");
      assertThat(get(gateway, "/", "Cache-Control: min-fresh=55")).endsWith("n5");
      assertThat(get(gateway, "/")).endsWith("n5");
    }
  }

  @Test
  void keepsVariantsApart() {
    try (Counting origin =
            new Counting("200 OK", "Cache-Control: max-age=60\r\nVary: Accept-Language, X-V");
        TestGateway gateway = origin.behind(ON)) {
      assertThat(get(gateway, "/", "Accept-Language: de")).endsWith("n1");
      assertThat(get(gateway, "/", "Accept-Language: en")).endsWith("n2");
      assertThat(get(gateway, "/", "Accept-Language: de")).endsWith("n1");
      assertThat(get(gateway, "/", "Accept-Language: de", "X-V: 1")).endsWith("n3");
      assertThat(get(gateway, "/", "Accept-Language: en")).endsWith("n2");
    }
  }

  @Test
  void tellsClientsThatHaveItAlready() {
    try (Counting origin = new Counting("200 OK", "Cache-Control: max-age=60\r\nETag: \"v\"");
        TestGateway gateway = origin.behind(ON)) {
      assertThat(get(gateway, "/")).endsWith("n1");
      assertThat(get(gateway, "/", "If-None-Match: \"u\", W/\"v\""))
          .startsWith("HTTP/1.1 304 ")
          .contains("etag: \"v\"\r\n")
          .endsWith("\r\n\r\n");
      assertThat(get(gateway, "/", "If-None-Match: \"u\"")).startsWith("HTTP/1.1 200 ");
      assertThat(origin.count()).isEqualTo(1);
    }
  }

  @Test
  void forgetsWhatIsChanged() {
    try (Counting origin = new Counting("200 OK", "Cache-Control: max-age=60");
        TestGateway gateway = origin.behind(ON)) {
      assertThat(get(gateway, "/")).endsWith("n1");
      assertThat(Requests.sendBody(gateway.port(), "PUT /", "x", "Content-Length: 1"))
          .endsWith("n2");
      assertThat(get(gateway, "/")).endsWith("n3");
    }
  }

  @Test
  void keepsNoBodyThatIsLongOrCut() {
    String head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n";
    String longer = head + "Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789A\r\n0\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(longer);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(ON)) {
      get(gateway, "/");
      assertThat(get(gateway, "/")).contains("fwd=uri-miss");
    }
    try (ScriptedOrigin origin =
            ScriptedOrigin.answeringOnce(head + "Content-Length: 9\r\n\r\n0123");
        TestGateway gateway = TestGateway.over("a", origin.port()).start(ON)) {
      get(gateway, "/");
      assertThat(get(gateway, "/")).contains("fwd=uri-miss");
    }
  }

  @Test
  void asksWhetherWhatIsStaleIsStillRight() {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (in, out, self) -> {
                  for (String head = self.readRequest(in); head != null; ) {
                    boolean asks =
                        head.toLowerCase(java.util.Locale.ROOT).contains("if-none-match: \"v\"");
                    String answer = asks ? STILL : FIRST;
                    out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                    head = self.readRequest(in);
                  }
                });
        TestGateway gateway = TestGateway.over("a", origin.port()).start(ON)) {
      get(gateway, "/");
      await()
          .untilAsserted(
              () ->
                  assertThat(get(gateway, "/"))
                      .contains("cache-status: remora; fwd=stale; fwd-status=304; stored\r\n")
                      .startsWith("HTTP/1.1 200 ")
                      .contains("x-new: 1\r\n")
                      .endsWith("hi"));
      assertThat(get(gateway, "/")).contains("cache-status: remora; hit; ttl=").endsWith("hi");
    }
  }

  private static String get(TestGateway gateway, String path, String... headers) {
    return Requests.send(gateway.port(), "GET " + path, headers);
  }

  /** A service whose responses are numbered. */
  private static final class Counting implements AutoCloseable {
    private final AtomicInteger count = new AtomicInteger();
    private final ScriptedOrigin origin;

    Counting(String status, String headers) {
      origin =
          new ScriptedOrigin(
              (in, out, self) -> {
                while (self.readRequest(in) != null) {
                  String answer =
                      "HTTP/1.1 "
                          + status
                          + "\r\n"
                          + headers
                          + "\r\nContent-Length: 2\r\n\r\nn"
                          + count.incrementAndGet();
                  out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                  out.flush();
                }
              });
    }

    TestGateway behind(String yaml) {
      return TestGateway.over("a", origin.port()).start(yaml);
    }

    int count() {
      return count.get();
    }

    @Override
    public void close() {
      origin.close();
    }
  }
}

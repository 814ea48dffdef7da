package dev.remora.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.remora.core.config.ConfigException;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of the access log as exchanges leave them. */
class AccessLogTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=utf-8\r\nContent-Length: 2\r\n\r\nhi";

  @TempDir Path folder;

  @Test
  void tellsOfAnExchangeInTheWordsOfEcs() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, "query: [page]")) {
      Instant before = Instant.now().minusMillis(1);
      RawClient.exchange(
          gateway.port(),
          request(
                  "POST /orders/v1?page=2&ticket=abc HTTP/1.1",
                  "Host: Shop.example:81",
                  "User-Agent: tester/1",
                  "Referer: https://a.example/x?secret=1",
                  "Content-Length: 3")
              + "abc");
      JsonObject line = only(1);
      assertThat(Instant.parse(text(line, "@timestamp"))).isBetween(before, Instant.now());
      assertThat(text(line, "ecs.version")).isEqualTo("8.17.0");
      assertThat(text(line, "message")).isEqualTo("POST /orders/v1 200");
      assertThat(line.get("event.category").getAsJsonArray()).hasSize(2);
      assertThat(text(line, "event.kind")).isEqualTo("event");
      assertThat(text(line, "event.outcome")).isEqualTo("success");
      assertThat(number(line, "event.duration")).isBetween(1_000L, 10_000_000_000L);
      assertThat(text(line, "http.version")).isEqualTo("1.1");
      assertThat(text(line, "http.request.method")).isEqualTo("POST");
      assertThat(text(line, "http.request.id")).matches("[0-9a-f]{32}");
      assertThat(number(line, "http.request.body.bytes")).isEqualTo(3);
      assertThat(text(line, "http.request.referrer")).isEqualTo("https://a.example/x");
      assertThat(number(line, "http.response.status_code")).isEqualTo(200);
      assertThat(number(line, "http.response.body.bytes")).isEqualTo(2);
      assertThat(text(line, "http.response.mime_type")).isEqualTo("text/plain");
      assertThat(text(line, "url.scheme")).isEqualTo("http");
      assertThat(text(line, "url.domain")).isEqualTo("shop.example");
      assertThat(text(line, "url.path")).isEqualTo("/orders/v1");
      assertThat(text(line, "url.query")).isEqualTo("page=2&ticket=REDACTED");
      assertThat(text(line, "client.ip")).isEqualTo("127.0.0.1");
      assertThat(text(line, "source.ip")).isEqualTo("127.0.0.1");
      assertThat(number(line, "source.port")).isBetween(1024L, 65535L);
      assertThat(text(line, "user_agent.original")).isEqualTo("tester/1");
      assertThat(text(line, "service.name")).isEqualTo("remora-gateway");
      assertThat(text(line, "service.target.name")).isEqualTo("orders");
      assertThat(text(line, "remora.route")).isEqualTo("orders");
      assertThat(text(line, "remora.endpoint")).isEqualTo("127.0.0.1:" + origin.port());
      assertThat(number(line, "remora.attempts")).isEqualTo(1);
      assertThat(number(line, "remora.upstream.status_code")).isEqualTo(200);
      assertThat(number(line, "remora.upstream.duration"))
          .isBetween(1L, number(line, "event.duration"));
    }
  }

  @Test
  void tellsOfAProblemByItsCode() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, "")) {
      RawClient.exchange(
          gateway.port(), "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      JsonObject line = only(1);
      assertThat(number(line, "http.response.status_code")).isEqualTo(404);
      assertThat(text(line, "event.outcome")).isEqualTo("failure");
      assertThat(text(line, "remora.problem")).isEqualTo("no-route");
      assertThat(text(line, "error.code")).isEqualTo("no-route");
      assertThat(line.has("service.target.name")).isFalse();
    }
  }

  @Test
  void neverHoldsASecret() throws IOException {
    try (ScriptedOrigin origin =
            ScriptedOrigin.answering(
                "HTTP/1.1 200 OK\r\nSet-Cookie: s3cret=s3cret\r\nContent-Length: 0\r\n\r\n");
        TestGateway gateway =
            start(origin, "request-headers: [x-tenant], redact: ['card-[0-9]+']")) {
      RawClient.exchange(
          gateway.port(),
          request(
              "GET /orders/card-4111?token=s3cret&s3cret HTTP/1.1",
              "Host: a",
              "Authorization: Bearer s3cret",
              "Cookie: a=s3cret",
              "Proxy-Authorization: Basic s3cret",
              "X-Api-Key: s3cret",
              "X-Tenant: card-4222",
              "Referer: https://user:s3cret@a.example/?s3cret"));
      JsonObject line = only(1);
      assertThat(Files.readString(file())).doesNotContain("s3cret").doesNotContain("card-4");
      assertThat(text(line, "url.path")).isEqualTo("/orders/REDACTED");
      assertThat(text(line, "url.query")).isEqualTo("token=REDACTED&REDACTED");
      assertThat(text(line, "remora.request.headers.x-tenant")).isEqualTo("REDACTED");
    }
  }

  @Test
  void logsAShareOfWhatIsGoodAndAllThatIsNot() {
    ScriptedOrigin gone = ScriptedOrigin.answering(OK);
    gone.close();
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("orders", origin.port())
                .and("gone", gone.port())
                .start(
                    "expose: [orders, gone]\naccess-log: {to: '" + file() + "', sample: 0%}\n")) {
      for (int i = 0; i < 10; i++) {
        get(gateway, "/orders/");
        get(gateway, "/nothing");
      }
      get(gateway, "/gone/");
      JsonObject line = only(1);
      assertThat(number(line, "http.response.status_code")).isEqualTo(502);
      assertThat(text(line, "error.type")).endsWith("ConnectException");
      assertThat(line.get("remora.sample").getAsDouble()).isZero();
    }
  }

  @Test
  void alwaysLogsWhatIsSlow() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, "sample: 0%, slow: 1ms")) {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                get(gateway, "/orders/");
                return !lines().isEmpty();
              });
      for (String line : lines()) {
        assertThat(number(JsonParser.parseString(line).getAsJsonObject(), "event.duration"))
            .isGreaterThanOrEqualTo(1_000_000);
      }
    }
  }

  @Test
  void isTurnedOnAndOffAndElsewhereWhileItRuns() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway = start(origin, "")) {
      get(gateway, "/orders/1");
      only(1);
      gateway.reload("expose: [orders]\n");
      get(gateway, "/orders/2");
      Path other = folder.resolve("other.log");
      gateway.reload("expose: [orders]\naccess-log: {to: '" + other + "'}\n");
      get(gateway, "/orders/3");
      await().atMost(Duration.ofSeconds(5)).until(() -> Files.size(other) > 0);
      assertThat(Files.readString(other)).contains("/orders/3").doesNotContain("/orders/2");
      assertThat(lines()).hasSize(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A disk that is full: lines are dropped, counted and told of; requests are not held up. */
  @Test
  void letsRequestsPassWhenItCanNotBeWritten() {
    String agent = "User-Agent: " + "x".repeat(1_000);
    String referrer = "Referer: https://a.example/" + "y".repeat(1_000);
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("orders", origin.port())
                .start("expose: [orders]\nevent-loops: 1\naccess-log: {to: /dev/full}\n")) {
      for (int i = 0; i < 420; i++) {
        assertThat(get(gateway, "/nothing/" + "z".repeat(900), agent, referrer))
            .startsWith("HTTP/1.1 404 ");
      }
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(gateway.log())
                      .contains("access log: No space left on device")
                      .containsPattern("access log: [0-9]+ lines dropped"));
      assertThat(gateway.metrics().scrape())
          .containsPattern("\nremora_gateway_log_lines_dropped_total [1-9]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {sample: 10%}                               | access-log.to: is missing
          {to: stdout, rotate: {keep: 3}}             | stdout is not rotated
          {to: a, request-headers: [Authorization]}   | "Authorization" carries secrets
          {to: a, response-headers: [Set-Cookie]}     | "Set-Cookie" carries secrets
          {to: a, request-headers: [X-Api-Key]}       | "X-Api-Key" carries secrets
          {to: a, redact: ['(']}                      | is no regular expression
          {to: a, redact: ['x*']}                     | matches an empty text
          {to: a, sample: 10}                         | is not a percentage
          {to: a, slow: 0s}                           | is out of range
          {to: a, rotate: {size: 1B}}                 | is out of range
          {to: a, rotate: {keeps: 1}}                 | did you mean access-log.rotate.keep?
          {to: a, format: json}                       | unknown key
          """)
  void refusesSettingsThatMakeNoSense(String settings, String said) {
    assertThatThrownBy(
            () -> TestGateway.over("orders", 1).start("access-log: " + settings + "\n").close())
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("(?s)gateway.yaml:[0-9]+:[0-9]+: access-log.*")
        .hasMessageContaining(said);
  }

  @Test
  void doesNotStartWhereItCanNotBeWritten() {
    Path nowhere = folder.resolve("nowhere/access.log");
    assertThatThrownBy(
            () ->
                TestGateway.over("orders", 1)
                    .start("access-log: {to: '" + nowhere + "'}\n")
                    .close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("can't write the access log " + nowhere);
  }

  private static String get(TestGateway gateway, String target, String... headers) {
    String[] lines = new String[headers.length + 3];
    lines[0] = "GET " + target + " HTTP/1.1";
    lines[1] = "Host: a";
    lines[2] = "Connection: close";
    System.arraycopy(headers, 0, lines, 3, headers.length);
    return RawClient.exchange(gateway.port(), request(lines));
  }

  private TestGateway start(ScriptedOrigin origin, String settings) {
    String log = "access-log: {to: '" + file() + "'" + (settings.isEmpty() ? "" : ", " + settings);
    return TestGateway.over("orders", origin.port()).start("expose: [orders]\n" + log + "}\n");
  }

  private static String request(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private Path file() {
    return folder.resolve("access.log");
  }

  private JsonObject only(int count) {
    await().atMost(Duration.ofSeconds(5)).until(() -> lines().size() == count);
    return JsonParser.parseString(lines().get(count - 1)).getAsJsonObject();
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JsonObject line, String field) {
    assertThat(line.has(field)).as(field).isTrue();
    return line.get(field).getAsString();
  }

  private static long number(JsonObject line, String field) {
    assertThat(line.has(field)).as(field).isTrue();
    return line.get(field).getAsLong();
  }
}

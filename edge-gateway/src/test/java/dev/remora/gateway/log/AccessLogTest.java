package dev.remora.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
      RawClient.exchange(gateway.port(), "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
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

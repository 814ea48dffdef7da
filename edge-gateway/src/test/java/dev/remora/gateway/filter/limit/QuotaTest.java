package dev.remora.gateway.filter.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remora.core.config.ConfigException;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter {@code quota} with a file. */
class QuotaTest {
  private static final String TWO =
      "[{requests: 2, per: day, key: 'header:x-key'}, {requests: 3, per: month, key: route}]";

  private final ScriptedOrigin origin =
      ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");

  @TempDir private Path folder;
  private Path file;
  private TestGateway gateway;

  @BeforeEach
  void name() {
    file = folder.resolve("quotas");
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    origin.close();
  }

  private void start(String limits) {
    gateway = TestGateway.over("orders", origin.port()).start(settings(limits));
  }

  private String settings(String limits) {
    return "routes:\n- {name: a, match: {prefix: /a}, to: orders, quota: {file: "
        + file
        + ", limits: "
        + limits
        + "}}\n";
  }

  private String get(String key) {
    return RawClient.exchange(
        gateway.port(),
        "GET /a HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nX-Key: " + key + "\r\n\r\n");
  }

  private int status(String key) {
    return Integer.parseInt(get(key).substring(9, 12));
  }

  private static long number(String reply, String before) {
    Matcher number = Pattern.compile(Pattern.quote(before) + "([0-9]+)").matcher(reply);
    assertThat(number.find()).as(before + " in " + reply).isTrue();
    return Long.parseLong(number.group(1));
  }

  @Test
  void rejectsWhatIsMoreThanTheDayHas() {
    start(TWO);
    String first = get("a");
    long now = Instant.now().getEpochSecond();
    Window day = Window.Period.DAY.at(now);
    Window month = Window.Period.MONTH.at(now);
    assertThat(first)
        .startsWith("HTTP/1.1 200 ")
        .contains(": \"day\";q=2;w=86400, \"month\";q=3;w=" + month.seconds() + "\r\n")
        .contains(": \"day\";r=1;t=", ", \"month\";r=2;t=");
    assertThat(number(first, "\"day\";r=1;t=")).isBetween(day.end() - now - 5, day.end() - now + 5);
    assertThat(status("a")).isEqualTo(200);
    String rejected = get("a");
    assertThat(rejected)
        .startsWith("HTTP/1.1 429 ")
        .contains("\"code\":\"quota-exceeded\"", "\"violated-policies\":[\"day\"]")
        .contains("\"day\";r=0;t=", "\"month\";r=1;t=");
    assertThat(number(rejected.toLowerCase(java.util.Locale.ROOT), "retry-after: "))
        .isBetween(day.end() - now - 5, day.end() - now + 5);
    assertThat(status("b")).as("of another, from the month of all").isEqualTo(200);
    assertThat(get("c")).startsWith("HTTP/1.1 429 ").contains("[\"month\"]");
  }

  @Test
  void aRestartForgetsNothing() throws IOException {
    start("[{requests: 2, per: month, key: 'header:x-key'}]");
    assertThat(status("very-secret-key")).isEqualTo(200);
    gateway.close();
    assertThat(Files.readString(file)).contains(" 1 ").doesNotContain("very-secret-key");
    start("[{requests: 2, per: month, key: 'header:x-key'}]");
    assertThat(status("very-secret-key")).isEqualTo(200);
    assertThat(status("very-secret-key")).isEqualTo(429);
    gateway.reload(settings("[{requests: 3, per: month, key: 'header:x-key'}]"));
    assertThat(status("very-secret-key")).as("after a reload with more").isEqualTo(200);
    assertThat(status("very-secret-key")).isEqualTo(429);
  }

  @Test
  void aFileThatIsNoneIsToldOf() throws IOException {
    Files.writeString(file, "a b c\n");
    start(TWO);
    assertThat(gateway.log()).contains(file + ": can't be read, so quotas begin anew");
    assertThat(status("a")).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | quota.limits: says nothing; allowed: a list of maps",
        "[{requests: 1}] | per is missing; allowed: day, month",
        "[{requests: 1, per: year}] | per: \"year\" is not known; allowed: day, month",
        "[{requests: 1, per: day}, {requests: 1, per: day}] | two are called day",
        "[{requests: 1, per: day, kye: route}] | did you mean routes[0].quota.limits[0].key?",
      })
  void badSettingsAreToldInOneLine(String limits, String expected) {
    start(TWO);
    assertThatThrownBy(() -> gateway.reload(settings(limits)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gateway.yaml:")
        .hasMessageContaining(expected);
  }
}

package dev.remora.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a text holds, it is one value of one line, and the same when it is read. */
class JsonBytesTest {
  private static final byte[] FIRST = "{\"a\":1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY = JsonBytes.key("k");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "\"",
        "\\",
        "\",\"user.id\":\"root",
        "a\nb\r\nc",
        "\u0000\u0001\u001b[31m\u007f\u0085\u009b",
        "\u2028\u2029",
        "\u202e\u200b\ufeff",
        "\u00e9\u00ff\u0100\u20ac",
        "\ud83d\ude00",
      })
  void readsAsItWas(String text) {
    String line = line(text);
    assertThat(read(line)).isEqualTo(text);
    assertThat(line).doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\p{Cf}]");
  }

  @Test
  void putsASignInPlaceOfHalfACharacter() {
    assertThat(read(line("a\ud83d"))).isEqualTo("a\ufffd");
    assertThat(read(line("\ude00b"))).isEqualTo("\ufffdb");
  }

  @Test
  void readsAsItWasWhateverItHolds() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        int c = random.nextInt(random.nextBoolean() ? 0x300 : 0x11000);
        if (c < 0xd800 || c > 0xdfff) {
          text.appendCodePoint(c);
        }
      }
      String line = line(text.toString());
      assertThat(read(line)).isEqualTo(text.toString());
      assertThat(line).doesNotContain("\n").doesNotContain("\r");
    }
  }

  @Test
  void cutsWhatIsTooLong() {
    JsonBytes json = new JsonBytes();
    json.begin(FIRST);
    json.text(KEY, "x".repeat(5_000), 10);
    json.end();
    assertThat(read(text(json))).isEqualTo("xxxxxxxxxx\u2026");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 99, 100, 1_234_567_890_123L, Long.MAX_VALUE})
  void writesNumbers(long number) {
    JsonBytes json = new JsonBytes();
    json.begin(FIRST);
    json.number(KEY, number);
    json.end();
    assertThat(JsonParser.parseString(text(json)).getAsJsonObject().get("k").getAsLong())
        .isEqualTo(number);
  }

  @Test
  void writesMomentsToTheMillisecond() {
    JsonBytes json = new JsonBytes();
    Timestamp timestamp = new Timestamp();
    for (String moment :
        new String[] {
          "2026-01-31T23:59:59.999Z", "2026-02-01T00:00:00.000Z", "2026-02-01T00:00:00.007Z"
        }) {
      json.begin("{\"k\":".getBytes(StandardCharsets.US_ASCII));
      timestamp.write(json, java.time.Instant.parse(moment).toEpochMilli());
      json.end();
      assertThat(read(text(json))).isEqualTo(moment);
    }
  }

  private static String line(String value) {
    JsonBytes json = new JsonBytes();
    json.begin(FIRST);
    json.text(KEY, value, 1024);
    json.end();
    return text(json);
  }

  private static String text(JsonBytes json) {
    String all = new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
    assertThat(all).endsWith("}\n");
    return all.substring(0, all.length() - 1);
  }

  private static String read(String line) {
    JsonObject object = JsonParser.parseString(line).getAsJsonObject();
    return object.get("k").getAsString();
  }
}

package dev.remora.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of Redis, however they are cut. */
class RespParserTest {
  private static final String ALL =
      """
      +OK
      -ERR no such thing
      :-42
      $5
      a
      bc
      $0

      $-1
      *3
      :1
      *1
      $1
      x
      $-1
      *0
      *-1
      +
      """
          .replace("\n", "\r\n");

  private static final List<Object> MEANT =
      Arrays.asList(
          "OK",
          new RespParser.Refusal("ERR no such thing"),
          -42L,
          "a\r\nbc",
          "",
          null,
          Arrays.asList(1L, List.of("x"), null),
          List.of(),
          null,
          "");

  @Test
  void readsAnswersInPiecesOfAnySize() {
    for (int size = 1; size <= ALL.length(); size++) {
      List<Object> read = new ArrayList<>();
      RespParser parser = new RespParser(read::add);
      for (int at = 0; at < ALL.length(); at += size) {
        parser.data(Buffer.buffer(ALL.substring(at, Math.min(ALL.length(), at + size))));
      }
      assertThat(read).as("in pieces of " + size).isEqualTo(MEANT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n",
        ":x\r\n",
        "$99999999999\r\n",
        "*99999999999\r\n",
        "\r\n",
        "%1\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
      })
  void refusesWhatIsNoRedis(String bytes) {
    RespParser parser = new RespParser(answer -> {});
    assertThatThrownBy(() -> parser.data(Buffer.buffer(bytes)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesALineWithoutEnd() {
    RespParser parser = new RespParser(answer -> {});
    assertThatThrownBy(() -> parser.data(Buffer.buffer("+" + "a".repeat(2 << 20))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCodeOfARefusalIsItsFirstWord() {
    assertThat(new RespParser.Refusal("WRONGPASS invalid username-password pair").code())
        .isEqualTo("WRONGPASS");
    assertThat(new RespParser.Refusal("ERR").code()).isEqualTo("ERR");
  }
}

package dev.remora.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Log log = new Log(Log.Level.WARN, new PrintStream(bytes, true));

  private String written() {
    String text = bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "|");
    bytes.reset();
    return text;
  }

  private void all() {
    log.error("e");
    log.warn("w");
    log.info("i");
    log.debug("d");
  }

  @Test
  void saysWhatItsLevelAllowsAndFollowsAChange() {
    all();
    assertThat(written()).isEqualTo("remora: e|remora: w|");
    log.setLevel(Log.Level.DEBUG);
    assertThat(log.isDebug()).isTrue();
    all();
    assertThat(written()).isEqualTo("remora: e|remora: w|remora: i|remora: d|");
    log.setLevel(Log.Level.OFF);
    all();
    assertThat(written()).isEmpty();
  }

  @Test
  void aMessageIsOneLine() {
    log.warn("a\r\nb");
    assertThat(written()).isEqualTo("remora: a  b|");
  }
}

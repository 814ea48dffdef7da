package dev.remora.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines come out as they went in, or not at all, and what did not is counted. */
class LineRingTest {
  @Test
  void dropsWhatThereIsNoRoomFor() throws IOException {
    LineRing ring = new LineRing(16);
    byte[] line = "12345\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(ring.put(line, line.length)).isTrue();
    assertThat(ring.put(line, line.length)).isTrue();
    assertThat(ring.put(line, line.length)).isFalse();
    assertThat(ring.lines()).isEqualTo(2);
    assertThat(ring.dropped()).isEqualTo(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ring.drain(into(out, new Random(1)));
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("12345\n12345\n");
    assertThat(ring.put(line, line.length)).isTrue();
  }

  @Test
  void keepsLinesWholeAndInOrderBetweenTwoThreads() throws Exception {
    LineRing ring = new LineRing(1 << 12);
    int lines = 200_000;
    Thread producer =
        new Thread(
            () -> {
              Random random = new Random(2);
              for (int i = 0; i < lines; i++) {
                String text = i + " " + "x".repeat(random.nextInt(100)) + "\n";
                byte[] line = text.getBytes(StandardCharsets.US_ASCII);
                ring.put(line, line.length);
              }
            });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineRing.Sink sink = into(out, new Random(3));
    producer.start();
    while (producer.isAlive() || !ring.isEmpty()) {
      ring.drain(sink);
    }
    String[] written = out.toString(StandardCharsets.US_ASCII).lines().toArray(String[]::new);
    assertThat((long) written.length).isEqualTo(ring.lines());
    assertThat(ring.lines() + ring.dropped()).isEqualTo(lines);
    int before = -1;
    for (String line : written) {
      assertThat(line).matches("[0-9]+ x*");
      int number = Integer.parseInt(line.substring(0, line.indexOf(' ')));
      assertThat(number).isGreaterThan(before);
      before = number;
    }
  }

  @Test
  void keepsWhatCouldNotBeWritten() throws IOException {
    LineRing ring = new LineRing(64);
    byte[] line = "12345\n".getBytes(StandardCharsets.US_ASCII);
    ring.put(line, line.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] calls = {0};
    LineRing.Sink sink =
        (bytes, offset, length) -> {
          if (calls[0]++ == 1) {
            throw new IOException("full");
          }
          int some = Math.min(2, length);
          out.write(bytes, offset, some);
          return some;
        };
    try {
      ring.drain(sink);
    } catch (IOException e) {
      assertThat(e).hasMessage("full");
    }
    ring.drain(sink);
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("12345\n");
  }

  /** Takes some of what it is offered at a time. */
  private static LineRing.Sink into(ByteArrayOutputStream out, Random random) {
    return (bytes, offset, length) -> {
      int some = 1 + random.nextInt(length);
      out.write(bytes, offset, some);
      return some;
    };
  }
}

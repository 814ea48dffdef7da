package dev.remora.gateway.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes moments as {@code 2026-01-31T23:59:59.123Z}; what does not change within a second is kept.
 * Belongs to one thread.
 */
final class Timestamp {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.000Z'").withZone(ZoneOffset.UTC);

  private static final int MILLIS_AT = 20;

  private byte[] text = {};
  private long second = Long.MIN_VALUE;

  /** Writes {@code millis} since 1970. */
  void write(JsonBytes to, long millis) {
    long now = Math.floorDiv(millis, 1000L);
    if (now != second) {
      second = now;
      text = SECOND.format(Instant.ofEpochSecond(now)).getBytes(StandardCharsets.US_ASCII);
    }
    int rest = (int) Math.floorMod(millis, 1000L);
    text[MILLIS_AT] = (byte) ('0' + rest / 100);
    text[MILLIS_AT + 1] = (byte) ('0' + rest / 10 % 10);
    text[MILLIS_AT + 2] = (byte) ('0' + rest % 10);
    to.plain(text);
  }
}

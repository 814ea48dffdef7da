package dev.remora.core.resilience;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * The header with which a service says when to come back: seconds, or a date in any of the three
 * forms that a recipient must understand (RFC 9110, sections 10.2.3 and 5.6.7).
 */
public final class RetryAfter {
  private static final String TIME = " HH:mm:ss";

  private RetryAfter() {}

  /**
   * Milliseconds to wait.
   *
   * @param value the header as it came, or null
   * @param epochMillis the time of day
   * @return 0 for a date that is past; -1 where there is no such header, or none that makes sense
   */
  public static long millis(String value, long epochMillis) {
    String text = value == null ? "" : value.trim();
    if (text.isEmpty()) {
      return -1;
    }
    if (isNumber(text)) {
      // 18 digits of seconds fit a long, 9 do so as milliseconds; both are for ever.
      return text.length() > 9 ? Long.MAX_VALUE : Long.parseLong(text) * 1000;
    }
    try {
      return Math.max(0, date(text, epochMillis).toEpochMilli() - epochMillis);
    } catch (DateTimeException e) {
      return -1;
    }
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static Instant date(String text, long epochMillis) {
    int comma = text.indexOf(',');
    if (comma == 3) {
      return instant(
          text, DateTimeFormatter.ofPattern("EEE, dd MMM yyyy" + TIME + " 'GMT'", Locale.US));
    }
    if (comma > 0) {
      // RFC 850: more than 50 years ahead is the century before.
      LocalDate first =
          Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC).toLocalDate().minusYears(49);
      return instant(
          text,
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, first)
              .appendPattern(TIME + " 'GMT'")
              .toFormatter(Locale.US));
    }
    return instant(text, DateTimeFormatter.ofPattern("EEE MMM ppd" + TIME + " yyyy", Locale.US));
  }

  private static Instant instant(String text, DateTimeFormatter format) {
    return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
  }
}

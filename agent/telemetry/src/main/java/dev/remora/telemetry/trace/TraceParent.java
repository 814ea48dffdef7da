package dev.remora.telemetry.trace;

import java.nio.charset.StandardCharsets;

/**
 * The header {@code traceparent} in both directions.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
final class TraceParent {
  static final int SAMPLED = 1;

  /** Version, trace, span and flags with the hyphens between. */
  private static final int LENGTH = 55;

  private static final int TRACE = 3;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /**
   * What a value is put together in; it is copied, so that the copy is all the garbage there is.
   */
  private static final ThreadLocal<byte[]> BUFFER =
      new ThreadLocal<byte[]>() {
        @Override
        protected byte[] initialValue() {
          byte[] buffer = new byte[LENGTH];
          buffer[0] = '0';
          buffer[1] = '0';
          buffer[TRACE - 1] = '-';
          buffer[SPAN - 1] = '-';
          buffer[FLAGS - 1] = '-';
          return buffer;
        }
      };

  private TraceParent() {}

  /** Whether it names a span; a later version may be longer. */
  static boolean isValid(String value) {
    if (value == null || value.length() < LENGTH) {
      return false;
    }
    boolean version00 = value.charAt(0) == '0' && value.charAt(1) == '0';
    if (value.length() > LENGTH && (version00 || value.charAt(LENGTH) != '-')) {
      return false;
    }
    return isHex(value, 0, 2)
        && !value.startsWith("ff")
        && value.charAt(TRACE - 1) == '-'
        && value.charAt(SPAN - 1) == '-'
        && value.charAt(FLAGS - 1) == '-'
        && isHex(value, TRACE, SPAN - 1)
        && isHex(value, SPAN, FLAGS - 1)
        && isHex(value, FLAGS, LENGTH)
        && (traceHigh(value) | traceLow(value)) != 0
        && span(value) != 0;
  }

  private static boolean isHex(String value, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  static long traceHigh(String value) {
    return number(value, TRACE, 16);
  }

  static long traceLow(String value) {
    return number(value, TRACE + 16, 16);
  }

  static long span(String value) {
    return number(value, SPAN, 16);
  }

  static int flags(String value) {
    return (int) number(value, FLAGS, 2);
  }

  static long number(String value, int from, int digits) {
    long number = 0;
    for (int i = from; i < from + digits; i++) {
      number = number << 4 | Character.digit(value.charAt(i), 16);
    }
    return number;
  }

  static String of(long traceHigh, long traceLow, long span, int flags) {
    byte[] buffer = BUFFER.get();
    put(traceHigh, buffer, TRACE, 16);
    put(traceLow, buffer, TRACE + 16, 16);
    put(span, buffer, SPAN, 16);
    put(flags, buffer, FLAGS, 2);
    return new String(buffer, StandardCharsets.ISO_8859_1);
  }

  /** A span below {@code value} that is not recorded. */
  static String unsampled(String value) {
    return of(traceHigh(value), traceLow(value), SpanIds.random(), flags(value) & 2);
  }

  private static void put(long number, byte[] buffer, int at, int digits) {
    for (int i = at + digits - 1; i >= at; i--) {
      buffer[i] = DIGITS[(int) number & 0xf];
      number >>>= 4;
    }
  }

  /** 16 digits a number. */
  static String hex(long... numbers) {
    byte[] digits = new byte[16 * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      put(numbers[i], digits, 16 * i, 16);
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }
}

package dev.remora.gateway.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A flat JSON object that is built as UTF-8 into a buffer used over and over. Whatever a text
 * holds, it stays one value on one line: what ends a string or a line, and what a terminal obeys,
 * is escaped. Belongs to one thread.
 */
final class JsonBytes {
  private static final int FIRST = 2 << 10;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CUT = {(byte) 0xe2, (byte) 0x80, (byte) 0xa6};

  /** A character takes six bytes at most: an escape of four digits. */
  private static final int WIDEST = 6;

  private static final int LONGEST_NUMBER = 20;

  private byte[] bytes = new byte[FIRST];
  private int length;

  /** A key as it is written, once and for all: with its quotes, the comma before, the colon. */
  static byte[] key(String name) {
    return (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins another object with what all have in common; it ends with no comma. */
  void begin(byte[] common) {
    length = 0;
    raw(common);
  }

  /** Ends the object and its line. */
  void end() {
    reserve(2);
    bytes[length++] = '}';
    bytes[length++] = '\n';
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Bytes that are JSON already. */
  void raw(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
  }

  /** Bytes in quotes that need no escape. */
  void plain(byte[] text) {
    open();
    raw(text);
    close();
  }

  /** A text, cut after {@code most} characters; null: nothing is written. */
  void text(byte[] key, String value, int most) {
    if (value != null) {
      raw(key);
      open();
      part(value, most);
      close();
    }
  }

  /** Begins a text that comes in parts. */
  void open() {
    reserve(1);
    bytes[length++] = '"';
  }

  /** Ends a text that came in parts. */
  void close() {
    reserve(1);
    bytes[length++] = '"';
  }

  /** A part of a text, cut after {@code most} characters. */
  void part(String value, int most) {
    int end = Math.min(value.length(), most);
    reserve(end * WIDEST + CUT.length);
    byte[] to = bytes;
    int at = length;
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        to[at++] = (byte) c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        at = wide(Character.toCodePoint(c, value.charAt(++i)), to, at);
      } else {
        at = special(c, to, at);
      }
    }
    if (end < value.length()) {
      System.arraycopy(CUT, 0, to, at, CUT.length);
      at += CUT.length;
    }
    length = at;
  }

  private static int special(char c, byte[] to, int start) {
    int at = start;
    if (c == '"' || c == '\\') {
      to[at++] = '\\';
      to[at++] = (byte) c;
    } else if (c < 0xa0 || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c) || isFormat(c)) {
      int shown = Character.isSurrogate(c) ? 0xfffd : c;
      to[at++] = '\\';
      to[at++] = 'u';
      for (int shift = 12; shift >= 0; shift -= 4) {
        to[at++] = HEX[(shown >>> shift) & 15];
      }
    } else if (c < 0x800) {
      to[at++] = (byte) (0xc0 | (c >>> 6));
      to[at++] = (byte) (0x80 | (c & 0x3f));
    } else {
      to[at++] = (byte) (0xe0 | (c >>> 12));
      to[at++] = (byte) (0x80 | ((c >>> 6) & 0x3f));
      to[at++] = (byte) (0x80 | (c & 0x3f));
    }
    return at;
  }

  /** What changes how the text around it is shown, such as from right to left. */
  private static boolean isFormat(char c) {
    return Character.getType(c) == Character.FORMAT;
  }

  private static int wide(int c, byte[] to, int start) {
    int at = start;
    to[at++] = (byte) (0xf0 | (c >>> 18));
    to[at++] = (byte) (0x80 | ((c >>> 12) & 0x3f));
    to[at++] = (byte) (0x80 | ((c >>> 6) & 0x3f));
    to[at++] = (byte) (0x80 | (c & 0x3f));
    return at;
  }

  /** A number, which is not negative. */
  void number(byte[] key, long value) {
    raw(key);
    digits(value, 1);
  }

  /** A number of at least {@code least} digits, as it stands. */
  void digits(long value, int least) {
    reserve(LONGEST_NUMBER);
    int count = least;
    long bound = 1;
    for (int i = 0; i < least; i++) {
      bound *= 10;
    }
    while (count < 19 && value >= bound) {
      bound *= 10;
      count++;
    }
    long left = value;
    for (int at = length + count - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
    length += count;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}

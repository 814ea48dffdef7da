package dev.remora.gateway.exchange;

import java.util.ArrayDeque;
import java.util.Deque;

/** Brings a path into the one form that {@link Target} tells of. */
final class PathForm {
  private static final String UNRESERVED = "-._~";
  private static final String ALLOWED = "-._~:@!$&'()*+,;=";

  /** What browsers send as it is, though a path may have it only escaped. */
  private static final String ESCAPED = "\"<>[]^`{|}";

  private PathForm() {}

  /** Null if it is not to be accepted. */
  static String of(String raw) {
    Deque<String> segments = new ArrayDeque<>();
    boolean slashAtEnd = false;
    for (int from = 1; from <= raw.length(); ) {
      int slash = raw.indexOf('/', from);
      int to = slash < 0 ? raw.length() : slash;
      String segment = segment(raw, from, to);
      if (segment == null) {
        return null;
      }
      slashAtEnd = slash >= 0;
      if (segment.equals(".") || segment.equals("..")) {
        if (segment.length() == 2) {
          segments.pollLast();
        }
        slashAtEnd = true;
      } else if (isDots(segment)) {
        return null;
      } else if (!segment.isEmpty()) {
        segments.addLast(segment);
      } else {
        slashAtEnd = true;
      }
      from = to + 1;
    }
    StringBuilder path = new StringBuilder(raw.length());
    for (String segment : segments) {
      path.append('/').append(segment);
    }
    return slashAtEnd || segments.isEmpty() ? path.append('/').toString() : path.toString();
  }

  /** With escapes in capitals, and none where none is needed; null: not to be accepted. */
  private static String segment(String raw, int from, int to) {
    StringBuilder segment = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = raw.charAt(i);
      if (c != '%') {
        if (isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0) {
          segment.append(c);
        } else if (ESCAPED.indexOf(c) >= 0) {
          segment.append('%').append(hex(c >> 4)).append(hex(c & 0xf));
        } else {
          return null;
        }
        continue;
      }
      int high = i + 2 < to ? Character.digit(raw.charAt(i + 1), 16) : -1;
      int low = i + 2 < to ? Character.digit(raw.charAt(i + 2), 16) : -1;
      int octet = high < 0 || low < 0 ? 0 : high * 16 + low;
      if (octet < ' ' || octet == 0x7f || octet == '\\' || isOverlong(octet, raw, i + 3, to)) {
        return null;
      }
      char decoded = (char) octet;
      if (isLetterOrDigit(decoded) || UNRESERVED.indexOf(decoded) >= 0) {
        segment.append(decoded);
      } else {
        segment.append('%').append(hex(high)).append(hex(low));
      }
      i += 2;
    }
    return segment.toString();
  }

  /**
   * Whether an escape begins UTF-8 that is longer than it need be (RFC 3629, section 3): a lenient
   * reader takes {@code %C0%AF} for a slash.
   */
  private static boolean isOverlong(int octet, String raw, int next, int to) {
    if (octet == 0xc0 || octet == 0xc1) {
      return true;
    }
    if ((octet != 0xe0 && octet != 0xf0) || next + 2 >= to || raw.charAt(next) != '%') {
      return false;
    }
    int high = Character.digit(raw.charAt(next + 1), 16);
    return octet == 0xe0 ? high == 8 || high == 9 : high == 8;
  }

  /** Whether some origin reads it as {@code .} or {@code ..}, or as a path with such a segment. */
  private static boolean isDots(String segment) {
    String read = segment.replace("%2F", "/").replace("%3B", ";");
    for (String part : read.split("/", -1)) {
      int parameters = part.indexOf(';');
      String name = parameters < 0 ? part : part.substring(0, parameters);
      if (name.equals("..") || name.equals(".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }
}

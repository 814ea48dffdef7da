package dev.remora.gateway.exchange;

import java.util.concurrent.ThreadLocalRandom;

/** What tells a request from all others: 32 hexadecimal digits, or what a trusted proxy says. */
final class RequestIds {
  private static final int LONGEST = 128;

  private RequestIds() {}

  static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder id = new StringBuilder(32);
    hex(random.nextLong(), id);
    hex(random.nextLong(), id);
    return id.toString();
  }

  private static void hex(long bits, StringBuilder to) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      to.append(Character.forDigit((int) (bits >>> shift) & 15, 16));
    }
  }

  /** Whether {@code id} may stand in a log and in a header as it is. */
  static boolean isGood(String id) {
    if (id == null || id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}

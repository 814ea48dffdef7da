package dev.remora.gateway.http1;

/** The line in front of a chunk (RFC 9112, section 7.1). */
final class Chunks {
  /** 15 hexadecimal digits: no overflow anywhere. */
  private static final int MOST_DIGITS = 15;

  /** What a chunk's line may hold beside its size; nobody sends more, but attackers. */
  static final int MOST_LINE = 256;

  private Chunks() {}

  /** The size in bytes; extensions are checked, and dropped. */
  static long size(byte[] line, int length) throws BadMessage {
    long size = 0;
    int digits = 0;
    while (digits < length && Octets.hex(line[digits]) >= 0) {
      size = size * 16 + Octets.hex(line[digits]);
      if (++digits > MOST_DIGITS) {
        throw new BadMessage(Refusals.CHUNK);
      }
    }
    if (digits == 0 || (digits < length && !isExtension(line, digits, length))) {
      throw new BadMessage(Refusals.CHUNK);
    }
    return size;
  }

  /** Begins with {@code ;NAME}, and has no control characters. */
  private static boolean isExtension(byte[] line, int from, int length) {
    if (line[from] != ';' || from + 1 == length || !Octets.isToken(line[from + 1])) {
      return false;
    }
    for (int i = from; i < length; i++) {
      if (!Octets.isValue(line[i])) {
        return false;
      }
    }
    return true;
  }
}

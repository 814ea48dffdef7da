package dev.remora.core.discovery.dns;

import java.nio.ByteBuffer;

/**
 * Names in messages (RFC 1035, sections 3.1 and 4.1.4), here as text in lower case without a dot at
 * the end. Bytes that no host's name holds are read as {@code \ddd}.
 */
final class Names {
  /** Of a whole name with the lengths of its labels and the root (RFC 1035, section 2.3.4). */
  private static final int LONGEST = 255;

  private static final int POINTER = 0xc0;

  private Names() {}

  /**
   * Reads the name at the buffer's position, which is then behind it.
   *
   * <p>A pointer must lead to before the part of the name that it ends, so no name is endless.
   *
   * @param message a whole message, from index 0
   */
  static String read(ByteBuffer message) throws Malformed {
    StringBuilder name = new StringBuilder();
    int at = message.position();
    int part = at;
    int end = -1;
    int length = 1;
    while (true) {
      int first = at(message, at);
      if ((first & POINTER) == POINTER) {
        int to = (first & ~POINTER) << 8 | at(message, at + 1);
        end = end < 0 ? at + 2 : end;
        if (to >= part || to < Message.HEADER) {
          throw new Malformed("a name that points to itself or beyond");
        }
        at = to;
        part = to;
      } else if ((first & POINTER) != 0) {
        throw new Malformed("a name of an unknown kind");
      } else if (first == 0) {
        message.position(end < 0 ? at + 1 : end);
        return name.toString();
      } else {
        length += first + 1;
        if (length > LONGEST) {
          throw new Malformed("a name that is too long");
        }
        name.append(name.length() == 0 ? "" : ".");
        for (int i = at + 1; i <= at + first; i++) {
          append(name, at(message, i));
        }
        at += first + 1;
      }
    }
  }

  private static int at(ByteBuffer message, int index) throws Malformed {
    if (index >= message.limit()) {
      throw new Malformed("an end in the midst of a name");
    }
    return message.get(index) & 0xff;
  }

  private static void append(StringBuilder name, int b) {
    if (b >= 'A' && b <= 'Z') {
      name.append((char) (b + ('a' - 'A')));
    } else if (isHost(b)) {
      name.append((char) b);
    } else {
      name.append('\\')
          .append((char) ('0' + b / 100))
          .append((char) ('0' + b / 10 % 10))
          .append((char) ('0' + b % 10));
    }
  }

  private static boolean isHost(int b) {
    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
  }

  /** Whether a name that was read can be asked for: as text with no {@code \ddd} in it. */
  static boolean isHost(String name) {
    return !name.isEmpty() && name.indexOf('\\') < 0;
  }

  /**
   * Writes a name, not compressed.
   *
   * @param name one that {@link #isHost} accepts, with labels of 63 characters at most
   */
  static void write(String name, ByteBuffer message) {
    int from = 0;
    while (from < name.length()) {
      int dot = name.indexOf('.', from);
      int to = dot < 0 ? name.length() : dot;
      message.put((byte) (to - from));
      for (int i = from; i < to; i++) {
        message.put((byte) name.charAt(i));
      }
      from = to + 1;
    }
    message.put((byte) 0);
  }

  /** A name of the configuration as it is read from messages. */
  static String fold(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return folded.toString();
  }
}

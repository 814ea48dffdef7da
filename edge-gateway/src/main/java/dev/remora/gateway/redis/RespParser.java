package dev.remora.gateway.redis;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads answers in RESP2 however they are cut into pieces. They are {@link String} (a simple or a
 * bulk string), {@link Long}, {@link Refusal}, {@link List}, or null.
 */
final class RespParser {
  /** Nothing that is asked for is nearly as long: whoever sends more is no Redis. */
  private static final int LONGEST = 1 << 20;

  private static final int DEEPEST = 8;
  private static final Object INCOMPLETE = new Object();

  private final Consumer<Object> answers;
  private Buffer rest = Buffer.buffer();
  private int at;

  RespParser(Consumer<Object> answers) {
    this.answers = answers;
  }

  /** What the server says when it does not do something. */
  record Refusal(String message) {
    /** The first word, for example {@code NOSCRIPT}. */
    String code() {
      int space = message.indexOf(' ');
      return space < 0 ? message : message.substring(0, space);
    }
  }

  /**
   * Takes what has come, and hands on what is complete.
   *
   * @throws IllegalArgumentException if it is not RESP2
   */
  void data(Buffer piece) {
    rest = rest.length() == 0 ? piece : rest.appendBuffer(piece);
    int done = 0;
    while (true) {
      at = done;
      Object answer = read(0);
      if (answer == INCOMPLETE) {
        break;
      }
      done = at;
      answers.accept(answer);
    }
    rest = done == rest.length() ? Buffer.buffer() : rest.getBuffer(done, rest.length());
    if (rest.length() > LONGEST) {
      throw bad();
    }
  }

  private static IllegalArgumentException bad() {
    return new IllegalArgumentException("what came is not RESP2");
  }

  private Object read(int depth) {
    String line = line();
    if (line == null) {
      return INCOMPLETE;
    }
    if (line.isEmpty() || depth > DEEPEST) {
      throw bad();
    }
    String value = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> value;
      case '-' -> new Refusal(value);
      case ':' -> number(value);
      case '$' -> bulk(number(value));
      case '*' -> list(number(value), depth);
      default -> throw bad();
    };
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad();
    }
  }

  private Object bulk(long length) {
    if (length < 0) {
      return null;
    }
    if (length > LONGEST) {
      throw bad();
    }
    int end = at + (int) length;
    if (rest.length() < end + 2) {
      return INCOMPLETE;
    }
    String text = rest.getString(at, end, StandardCharsets.UTF_8.name());
    at = end + 2;
    return text;
  }

  private Object list(long size, int depth) {
    if (size < 0) {
      return null;
    }
    if (size > LONGEST) {
      throw bad();
    }
    List<Object> items = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      Object item = read(depth + 1);
      if (item == INCOMPLETE) {
        return INCOMPLETE;
      }
      items.add(item);
    }
    return items;
  }

  /** The next line without its end; null: it is not complete. */
  private String line() {
    for (int i = at; i + 1 < rest.length(); i++) {
      if (rest.getByte(i) == '\r' && rest.getByte(i + 1) == '\n') {
        String line = rest.getString(at, i, StandardCharsets.UTF_8.name());
        at = i + 2;
        return line;
      }
    }
    return null;
  }
}

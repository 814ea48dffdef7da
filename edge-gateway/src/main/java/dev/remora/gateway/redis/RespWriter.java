package dev.remora.gateway.redis;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Writes commands: arrays of bulk strings. */
final class RespWriter {
  private RespWriter() {}

  /** Appends a command and its arguments to {@code to}. */
  static void write(Buffer to, String... words) {
    begin(to, words.length);
    for (String word : words) {
      word(to, word);
    }
  }

  /** Appends the call of a script. */
  static void call(Buffer to, RedisScript script, String[] keys, String[] arguments) {
    begin(to, 3 + keys.length + arguments.length);
    word(to, "EVALSHA");
    word(to, script.sha1());
    word(to, Integer.toString(keys.length));
    for (String key : keys) {
      word(to, key);
    }
    for (String argument : arguments) {
      word(to, argument);
    }
  }

  private static void begin(Buffer to, int words) {
    to.appendByte((byte) '*').appendString(Integer.toString(words)).appendString("\r\n");
  }

  private static void word(Buffer to, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    to.appendByte((byte) '$').appendString(Integer.toString(bytes.length)).appendString("\r\n");
    to.appendBytes(bytes).appendString("\r\n");
  }
}

package dev.remora.gateway.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A script that the server runs as a whole, known to it by the hash of its text. */
public final class RedisScript {
  private final String text;
  private final String sha1;

  /** A script in Lua 5.1. */
  public RedisScript(String text) {
    this.text = text;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      this.sha1 = HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String text() {
    return text;
  }

  /** What {@code EVALSHA} calls it by: 40 hexadecimal digits. */
  String sha1() {
    return sha1;
  }
}

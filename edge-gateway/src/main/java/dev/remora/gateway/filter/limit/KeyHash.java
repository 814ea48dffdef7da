package dev.remora.gateway.filter.limit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * SipHash-1-3 (Aumasson and Bernstein 2012) of a text under a secret of this process: 64 bits in
 * place of a key that clients choose. No client can find two keys that meet, and what is kept of a
 * key tells nothing of it.
 */
final class KeyHash {
  private final long k0;
  private final long k1;

  private KeyHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  /** One with a secret of its own. */
  static KeyHash random() {
    SecureRandom random = new SecureRandom();
    return new KeyHash(random.nextLong(), random.nextLong());
  }

  /**
   * What {@code text} is called where several processes have to agree: half of its SHA-256, in 32
   * hexadecimal digits.
   */
  static String name(char kind, String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((kind + text).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hash of {@code text}, another one for each {@code kind} of key, 0 to 255. */
  long of(int kind, String text) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    int length = text.length();
    int rounds = 1;
    // Words of four characters; the last holds length, kind and what is left over.
    for (int at = 0; ; at += 4) {
      boolean last = length - at < 4;
      long word = last ? ((long) length << 56) ^ ((long) kind << 48) : 0;
      for (int i = at; i < Math.min(length, at + 4); i++) {
        word ^= (long) text.charAt(i) << (16 * (i - at));
      }
      v3 ^= word;
      for (int finish = 0; finish < rounds; finish++) {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
        if (finish == 0) {
          v0 ^= word;
          if (last) {
            v2 ^= 0xff;
            rounds = 4;
          }
        }
      }
      if (last) {
        return v0 ^ v1 ^ v2 ^ v3;
      }
    }
  }
}

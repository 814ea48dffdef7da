package dev.remora.gateway.auth.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What an API key looks like: {@value #PREFIX}, by which scanners find keys that were published,
 * and 32 random bytes in base64url. As nobody can try 2^256 of them, one round of SHA-256 is enough
 * to keep (NIST SP 800-63B, section 5.1.2.2: no salt or stretching for secrets of 112 bits or
 * more).
 */
public final class ApiKey {
  static final String PREFIX = "remora_";

  /** How a hash begins in the file. */
  static final String HASHED = "sha256:";

  private static final int BYTES = 32;

  private ApiKey() {}

  /** A new one. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is kept of {@code key}, as the file has it. */
  public static String hash(String key) {
    return HASHED + HexFormat.of().formatHex(digest(key));
  }

  static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

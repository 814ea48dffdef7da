package dev.remora.core.security;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** When a token that somebody else issued expires, if it says so: if it is a JWT (RFC 7519). */
public final class JwtTimes {
  /** It does not say. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private static final long LONGEST_MILLIS = 1000L * 60 * 60 * 24 * 365 * 100;

  private JwtTimes() {}

  /**
   * How many milliseconds are left at {@code nowMillis}; negative: it has expired. The signature is
   * the business of whoever gets the token.
   */
  public static long leftMillis(String token, long nowMillis) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first <= 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      return UNKNOWN;
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(token.substring(first + 1, second));
      JsonElement exp =
          JsonParser.parseString(new String(claims, StandardCharsets.UTF_8))
              .getAsJsonObject()
              .get("exp");
      if (exp == null) {
        return UNKNOWN;
      }
      // A NumericDate is in seconds and may have decimals.
      double left = exp.getAsDouble() * 1000 - nowMillis;
      return (long) Math.max(-LONGEST_MILLIS, Math.min(LONGEST_MILLIS, left));
    } catch (IllegalArgumentException | JsonParseException | IllegalStateException e) {
      return UNKNOWN;
    } catch (UnsupportedOperationException e) {
      return UNKNOWN;
    }
  }
}

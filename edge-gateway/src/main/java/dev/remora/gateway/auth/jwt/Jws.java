package dev.remora.gateway.auth.jwt;

import dev.remora.gateway.auth.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * A token in its compact form (RFC 7515, section 7.1) as it says it is: nothing of it is verified.
 *
 * @param token the whole of it
 * @param header what it says of itself
 * @param claims what it says of somebody
 */
record Jws(String token, Map<String, Object> header, Map<String, Object> claims) {
  /** Takes a token apart; null: it is no such thing. */
  static Jws parse(String token) {
    Jws jws = parseHeader(token);
    int first = token.indexOf('.');
    Map<String, Object> claims =
        jws == null ? null : object(token.substring(first + 1, token.lastIndexOf('.')));
    return claims == null ? null : new Jws(token, jws.header, claims);
  }

  /** The same of one that may hold anything; there are no claims then. */
  static Jws parseHeader(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first <= 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      return null;
    }
    if (decode(token.substring(first + 1, second)) == null
        || decode(token.substring(second + 1)) == null) {
      return null;
    }
    Map<String, Object> header = object(token.substring(0, first));
    return header == null ? null : new Jws(token, header, Map.of());
  }

  private static Map<String, Object> object(String part) {
    byte[] bytes = decode(part);
    return bytes == null ? null : Json.object(bytes);
  }

  /** Only the one spelling that an encoder makes: no padding, no stray bits at the end. */
  private static byte[] decode(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      String again = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      return again.equals(part) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** What was signed. */
  byte[] content() {
    return token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
  }

  /** The signature. */
  byte[] signature() {
    return decode(token.substring(token.lastIndexOf('.') + 1));
  }

  /** {@code alg}; null: none. */
  String algorithm() {
    return Json.string(header, "alg");
  }

  /** {@code kid}; null: none. */
  String keyId() {
    return Json.string(header, "kid");
  }

  /** Who says that he has issued it; null: nobody. */
  String issuer() {
    return Json.string(claims, "iss");
  }

  /** Nothing of the token. */
  @Override
  public String toString() {
    return "token";
  }
}

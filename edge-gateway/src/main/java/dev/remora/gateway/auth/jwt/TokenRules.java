package dev.remora.gateway.auth.jwt;

import dev.remora.gateway.auth.Json;
import dev.remora.gateway.auth.Outcome;
import dev.remora.gateway.auth.Refusal;
import dev.remora.gateway.auth.Scopes;
import dev.remora.gateway.auth.Verified;
import dev.remora.gateway.exchange.Identity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a token must say besides being signed (RFC 7519, section 4; RFC 8725, section 3). Of the
 * header only {@code alg}, {@code kid}, {@code typ}, {@code crit} and {@code zip} are looked at:
 * keys that a token brings along or points to ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u})
 * are nobody's word but its own.
 */
final class TokenRules {
  private static final String APPLICATION = "application/";

  /** The year 9999: what lies beyond is no time. */
  private static final double LAST_SECOND = 253_402_300_799.0;

  private final String issuer;
  private final Set<String> audiences;
  private final Set<String> algorithms;
  private final Set<String> types;
  private final long leewayMillis;

  TokenRules(JwtPlan plan) {
    this.issuer = plan.issuer();
    this.audiences = plan.audiences();
    this.algorithms = plan.algorithms();
    this.types = plan.types();
    this.leewayMillis = plan.leeway().toMillis();
  }

  /** What is wrong with a header; null: nothing. */
  Refusal header(Jws jws) {
    Map<String, Object> header = jws.header();
    if (header.containsKey("crit") || header.containsKey("b64")) {
      return Refusal.CRITICAL;
    }
    if (header.containsKey("zip")) {
      return Refusal.COMPRESSED;
    }
    String algorithm = jws.algorithm();
    if (algorithm == null || !algorithms.contains(algorithm)) {
      return Refusal.ALGORITHM;
    }
    if (header.containsKey("kid") && jws.keyId() == null) {
      return Refusal.UNKNOWN_KEY;
    }
    return isOfType(header) ? null : Refusal.TYPE;
  }

  /** RFC 7515, section 4.1.9: {@code application/} may be left out. */
  private boolean isOfType(Map<String, Object> header) {
    if (!header.containsKey("typ")) {
      return types.contains("jwt");
    }
    String type = Json.string(header, "typ");
    if (type == null) {
      return false;
    }
    String lower = type.toLowerCase(Locale.ROOT);
    return types.contains(
        lower.startsWith(APPLICATION) ? lower.substring(APPLICATION.length()) : lower);
  }

  /** Who a token is about if its signature is good; or why it is not accepted whatever that is. */
  Outcome claims(Jws jws, long nowMillis) {
    Map<String, Object> claims = jws.claims();
    long expires = millis(claims, "exp", Long.MIN_VALUE);
    long begins = millis(claims, "nbf", 0);
    long issued = millis(claims, "iat", 0);
    if (expires < 0 || begins < 0 || issued < 0) {
      return Refusal.TIMES;
    }
    if (nowMillis >= expires + leewayMillis) {
      return Refusal.EXPIRED;
    }
    if (nowMillis < begins - leewayMillis || nowMillis < issued - leewayMillis) {
      return Refusal.EARLY;
    }
    List<String> audience = Json.strings(claims, "aud");
    if (audience == null
        || !(audiences.isEmpty() || audience.stream().anyMatch(audiences::contains))) {
      return Refusal.AUDIENCE;
    }
    String subject = subject(claims);
    if (subject == null) {
      return Refusal.SUBJECT;
    }
    return new Verified(
        new Identity("jwt", subject, issuer, claims), Scopes.of(claims), expires + leewayMillis);
  }

  /** Tokens that clients get for themselves may have no {@code sub}. */
  private static String subject(Map<String, Object> claims) {
    for (String name : List.of("sub", "client_id", "azp")) {
      String subject = Json.string(claims, name);
      if (subject != null && !subject.isEmpty()) {
        return subject;
      }
      if (claims.containsKey(name)) {
        return null;
      }
    }
    return null;
  }

  /** A NumericDate; -1: something else is there. */
  private static long millis(Map<String, Object> claims, String name, long absent) {
    if (!claims.containsKey(name)) {
      return absent;
    }
    double seconds = claims.get(name) instanceof Number number ? number.doubleValue() : -1;
    return seconds >= 0 && seconds <= LAST_SECOND ? (long) (seconds * 1000) : -1;
  }
}

package dev.remora.gateway.auth.internal;

import dev.remora.core.config.FileWatch;
import dev.remora.core.log.Log;
import dev.remora.core.security.jwt.SigningKey;
import dev.remora.gateway.auth.Tended;
import dev.remora.gateway.auth.Verified;
import dev.remora.gateway.exchange.Identity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes tokens that say who makes a request (RFC 7519), signed with the gateway's key. One is used
 * for all requests of an identity to a service until half of its time is over, as signing takes
 * many times what a request does.
 */
public final class InternalTokens implements Tended, FileWatch.Content {
  /** Services that one identity has tokens for; more are signed anew each time. */
  private static final int MOST_SERVICES = 32;

  private record Signed(String value, SigningKey by, long renewMillis) {}

  private final InternalTokenPlan plan;
  private final FileWatch watch;
  private volatile SigningKey key;

  /** Public while tokens that it has signed may be around. */
  private volatile SigningKey before;

  /** Tokens of {@code plan}. */
  public InternalTokens(InternalTokenPlan plan, Log log) {
    this.plan = plan;
    this.watch = new FileWatch(plan.key(), null, this, log);
    watch.poll();
    if (watch.problem() != null) {
      log.error(watch.problem());
    }
  }

  @Override
  public void accept(byte[] bytes) {
    SigningKey next = SigningKey.of(plan.key(), bytes);
    before = key;
    key = next;
  }

  /** The header in which they go, in lower case. */
  public String header() {
    return plan.header();
  }

  /** What the header has to say; null: it has to be signed first. */
  public String known(Verified who, String service, long nowMillis) {
    Signed signed = made(who).get(service);
    return signed != null && nowMillis < signed.renewMillis && signed.by == key
        ? signed.value
        : null;
  }

  /**
   * Signs one; takes up to a few milliseconds.
   *
   * @return what the header has to say
   * @throws IllegalStateException if there is no key
   */
  public String sign(Verified who, String service, long nowMillis) {
    SigningKey current = key;
    if (current == null) {
      throw new IllegalStateException("there is no key to sign with");
    }
    long lifetime =
        Math.min(plan.lifetime().toMillis(), Math.max(1000, who.expiresMillis() - nowMillis));
    Map<String, Object> claims = new LinkedHashMap<>();
    Identity identity = who.identity();
    for (String name : plan.claims()) {
      Object value = identity.claims().get(name);
      if (value != null) {
        claims.put(name, value);
      }
    }
    claims.put("iss", plan.issuer());
    claims.put("sub", identity.subject());
    claims.put("aud", plan.audience() == null ? service : plan.audience());
    claims.put("iat", nowMillis / 1000);
    claims.put("exp", (nowMillis + lifetime) / 1000);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("method", identity.method());
    if (identity.issuer() != null) {
      claims.put("idp", identity.issuer());
    }
    if (!who.scopes().isEmpty()) {
      claims.put("scope", String.join(" ", new TreeSet<>(who.scopes())));
    }
    String value = plan.value(current.sign("JWT", claims));
    Map<String, Signed> made = made(who);
    if (made.size() < MOST_SERVICES || made.containsKey(service)) {
      made.put(service, new Signed(value, current, nowMillis + lifetime / 2));
    }
    return value;
  }

  @SuppressWarnings("unchecked") // Nobody else keeps anything there.
  private static Map<String, Signed> made(Verified who) {
    return (Map<String, Signed>) who.kept(ConcurrentHashMap::new);
  }

  /** The public keys as a JWK set (RFC 7517). */
  public String publicKeys() {
    SigningKey current = key;
    SigningKey last = before;
    String keys = current == null ? "" : current.publicJwk();
    return "{\"keys\":[" + keys + (last == null ? "" : "," + last.publicJwk()) + "]}";
  }

  @Override
  public void tend() {
    watch.poll();
  }
}

package dev.remora.gateway.auth.jwt;

import dev.remora.gateway.auth.Bearer;
import dev.remora.gateway.auth.CredentialCache;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.auth.Later;
import dev.remora.gateway.auth.Mechanism;
import dev.remora.gateway.auth.Outcome;
import dev.remora.gateway.auth.Refusal;
import dev.remora.gateway.auth.Verified;
import dev.remora.gateway.auth.keys.KeySet;
import dev.remora.gateway.auth.keys.Keys;
import dev.remora.gateway.auth.keys.VerificationKey;
import dev.remora.gateway.exchange.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import java.util.List;

/**
 * Bearer tokens of one issuer. One that was verified is not verified again until it expires or the
 * issuer takes its key back.
 */
final class JwtMechanism implements Mechanism {
  /** At 1 to 2 KiB each, some 15 MiB if all are in use. */
  private static final int MOST_KEPT = 10_000;

  private record Known(Verified verified, VerificationKey key) {}

  private final String issuer;
  private final Keys keys;
  private final Desk desk;
  private final TokenRules rules;
  private final CredentialCache<Known> known = new CredentialCache<>(MOST_KEPT);

  JwtMechanism(JwtPlan plan, Keys keys, Desk desk) {
    this.issuer = plan.issuer();
    this.keys = keys;
    this.desk = desk;
    this.rules = new TokenRules(plan);
  }

  @Override
  public Outcome check(Exchange exchange) {
    String token = Bearer.token(exchange);
    return token == null ? Outcome.Nothing.ABSENT : check(token, System.currentTimeMillis());
  }

  Outcome check(String token, long nowMillis) {
    if (token.length() > Bearer.LARGEST) {
      return Outcome.Nothing.FOREIGN;
    }
    CredentialCache.Key key = CredentialCache.key(token);
    Known before = known.get(key);
    if (before != null) {
      if (!before.key.isRetired()) {
        return nowMillis < before.verified.expiresMillis() ? before.verified : Refusal.EXPIRED;
      }
      known.remove(key);
    }
    Jws jws = Jws.parse(token);
    if (jws == null || !issuer.equals(jws.issuer())) {
      return Outcome.Nothing.FOREIGN;
    }
    Refusal header = rules.header(jws);
    return header != null ? header : find(jws, key);
  }

  private Outcome find(Jws jws, CredentialCache.Key key) {
    KeySet set = keys.current();
    List<VerificationKey> candidates = candidates(set, jws);
    if (!candidates.isEmpty()) {
      return verify(jws, key, candidates);
    }
    Later later = new Later();
    boolean asked = keys.refresh(() -> later.complete(again(jws, key)));
    return asked ? later : set == null ? Refusal.NO_KEYS : Refusal.UNKNOWN_KEY;
  }

  private static List<VerificationKey> candidates(KeySet set, Jws jws) {
    return set == null ? List.of() : set.find(jws.keyId(), jws.algorithm());
  }

  /** After the issuer was asked. */
  private Outcome again(Jws jws, CredentialCache.Key key) {
    KeySet set = keys.current();
    List<VerificationKey> candidates = candidates(set, jws);
    if (!candidates.isEmpty()) {
      return desk.verify(() -> verifyNow(jws, key, candidates));
    }
    return set == null ? Refusal.NO_KEYS : Refusal.UNKNOWN_KEY;
  }

  private Outcome verify(Jws jws, CredentialCache.Key key, List<VerificationKey> candidates) {
    boolean slow = candidates.size() > 1;
    for (VerificationKey candidate : candidates) {
      slow |= candidate.isSlow();
    }
    return slow
        ? desk.verify(() -> verifyNow(jws, key, candidates))
        : verifyNow(jws, key, candidates);
  }

  private Outcome verifyNow(Jws jws, CredentialCache.Key key, List<VerificationKey> candidates) {
    for (VerificationKey candidate : candidates) {
      if (candidate.verifies(jws.token(), jws.algorithm())) {
        Outcome outcome = rules.claims(jws, System.currentTimeMillis());
        if (outcome instanceof Verified verified) {
          known.put(key, new Known(verified, candidate));
        }
        return outcome;
      }
    }
    return Refusal.SIGNATURE;
  }

  @Override
  public void remove(MultiMap headers) {
    headers.remove(HttpHeaderNames.AUTHORIZATION);
  }

  @Override
  public String scheme() {
    return Bearer.SCHEME;
  }

  @Override
  public void tend() {
    keys.tend();
  }
}

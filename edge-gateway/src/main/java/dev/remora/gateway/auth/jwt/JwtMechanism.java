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
import dev.remora.gateway.exchange.Outgoing;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;

/**
 * Bearer tokens of one issuer. One that was verified is not verified again until it expires or the
 * issuer takes its key back.
 */
final class JwtMechanism implements Mechanism {
  /** At 1 to 2 KiB each, some 15 MiB if all are in use. */
  private static final int MOST_KEPT = 10_000;

  private record Known(Verified verified, VerificationKey key) {}

  /** What a token says, while its signature is not verified. */
  private record Claimed(Jws jws, CredentialCache.Key key, Verified verified) {}

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
    if (header != null) {
      return header;
    }
    // Before the signature, which costs more; that the two agree is what counts.
    Outcome claimed = rules.claims(jws, nowMillis);
    return claimed instanceof Verified verified ? find(new Claimed(jws, key, verified)) : claimed;
  }

  private Outcome find(Claimed claimed) {
    KeySet set = keys.current();
    List<VerificationKey> candidates = candidates(set, claimed.jws);
    if (!candidates.isEmpty()) {
      return verify(claimed, candidates);
    }
    Later later = new Later();
    boolean asked = keys.refresh(() -> later.complete(again(claimed)));
    return asked ? later : set == null ? Refusal.NO_KEYS : Refusal.UNKNOWN_KEY;
  }

  private static List<VerificationKey> candidates(KeySet set, Jws jws) {
    return set == null ? List.of() : set.find(jws.keyId(), jws.algorithm());
  }

  /** After the issuer was asked. */
  private Outcome again(Claimed claimed) {
    KeySet set = keys.current();
    List<VerificationKey> candidates = candidates(set, claimed.jws);
    if (!candidates.isEmpty()) {
      return desk.verify(() -> verifyNow(claimed, candidates));
    }
    return set == null ? Refusal.NO_KEYS : Refusal.UNKNOWN_KEY;
  }

  private Outcome verify(Claimed claimed, List<VerificationKey> candidates) {
    boolean slow = candidates.size() > 1 || candidates.get(0).isSlow();
    return slow
        ? desk.verify(() -> verifyNow(claimed, candidates))
        : verifyNow(claimed, candidates);
  }

  private Outcome verifyNow(Claimed claimed, List<VerificationKey> candidates) {
    Jws jws = claimed.jws;
    for (VerificationKey candidate : candidates) {
      if (candidate.verifies(jws.algorithm(), jws.content(), jws.signature())) {
        known.put(claimed.key, new Known(claimed.verified, candidate));
        return claimed.verified;
      }
    }
    return Refusal.SIGNATURE;
  }

  @Override
  public void remove(Outgoing outgoing) {
    outgoing.headers().remove(HttpHeaderNames.AUTHORIZATION);
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

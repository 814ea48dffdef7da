package dev.remora.gateway.auth.introspection;

import dev.remora.gateway.auth.Bearer;
import dev.remora.gateway.auth.CredentialCache;
import dev.remora.gateway.auth.Json;
import dev.remora.gateway.auth.Later;
import dev.remora.gateway.auth.Mechanism;
import dev.remora.gateway.auth.Outcome;
import dev.remora.gateway.auth.Refusal;
import dev.remora.gateway.auth.Scopes;
import dev.remora.gateway.auth.Verified;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Identity;
import dev.remora.gateway.exchange.Outgoing;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bearer tokens that their issuer is asked about, once for all requests that come with one. Good
 * answers count for {@code cache}, or until the token expires; bad ones for a few seconds. Without
 * an answer nobody passes.
 */
final class IntrospectionMechanism implements Mechanism {
  private static final int MOST_KEPT = 10_000;

  /** A token that is not active may become so, if it was used before its issuer had stored it. */
  private static final long REFUSED_MILLIS = 5_000;

  private record Answer(Outcome outcome, long untilMillis) {}

  private final IntrospectionPlan plan;
  private final IntrospectionServer server;

  /** Apart, so that tokens that somebody makes up do not push out those that are good. */
  private final CredentialCache<Answer> good = new CredentialCache<>(MOST_KEPT);

  private final CredentialCache<Answer> bad = new CredentialCache<>(MOST_KEPT);
  private final ConcurrentHashMap<CredentialCache.Key, Later> asked = new ConcurrentHashMap<>();

  IntrospectionMechanism(IntrospectionPlan plan, IntrospectionServer server) {
    this.plan = plan;
    this.server = server;
  }

  @Override
  public Outcome check(Exchange exchange) {
    String token = Bearer.token(exchange);
    if (token == null) {
      return Outcome.Nothing.ABSENT;
    }
    if (!isToken(token)) {
      return Outcome.Nothing.FOREIGN;
    }
    CredentialCache.Key key = CredentialCache.key(token);
    long now = System.currentTimeMillis();
    Answer known = good.get(key);
    known = known == null ? bad.get(key) : known;
    if (known != null && now < known.untilMillis) {
      return known.outcome;
    }
    return ask(token, key);
  }

  /** RFC 6750, section 2.1: b64token. */
  private static boolean isToken(String token) {
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && "-._~+/=".indexOf(c) < 0) {
        return false;
      }
    }
    return !token.isEmpty() && token.length() <= Bearer.LARGEST;
  }

  private Outcome ask(String token, CredentialCache.Key key) {
    Later mine = new Later();
    Later others = asked.putIfAbsent(key, mine);
    if (others != null) {
      return others;
    }
    boolean sent =
        server.ask(
            token,
            answer -> {
              Outcome outcome = answer == null ? Refusal.NO_INTROSPECTION : judge(answer);
              keep(key, outcome);
              asked.remove(key);
              mine.complete(outcome);
            });
    if (!sent) {
      asked.remove(key);
      // Somebody may wait for it already.
      mine.complete(Refusal.NO_INTROSPECTION);
      return Refusal.NO_INTROSPECTION;
    }
    return mine;
  }

  private void keep(CredentialCache.Key key, Outcome outcome) {
    long now = System.currentTimeMillis();
    if (outcome instanceof Verified verified) {
      long until = Math.min(verified.expiresMillis(), now + plan.cache().toMillis());
      good.put(key, new Answer(outcome, until));
    } else if (outcome != Refusal.NO_INTROSPECTION) {
      good.remove(key);
      bad.put(key, new Answer(outcome, now + REFUSED_MILLIS));
    }
  }

  /** What an answer says (RFC 7662, section 2.2). */
  private Outcome judge(Map<String, Object> answer) {
    long now = System.currentTimeMillis();
    if (!Boolean.TRUE.equals(answer.get("active"))) {
      return Refusal.INACTIVE;
    }
    long expires = millis(answer, "exp", Long.MAX_VALUE);
    if (expires < 0 || millis(answer, "nbf", 0) < 0) {
      return Refusal.TIMES;
    }
    if (now >= expires) {
      return Refusal.EXPIRED;
    }
    if (now < millis(answer, "nbf", 0)) {
      return Refusal.EARLY;
    }
    String issuer = Json.string(answer, "iss");
    if (plan.issuer() != null && issuer != null && !issuer.equals(plan.issuer().toString())) {
      return Refusal.UNKNOWN_ISSUER;
    }
    List<String> audience = Json.strings(answer, "aud");
    if (audience == null
        || !(plan.audiences().isEmpty()
            || audience.stream().anyMatch(plan.audiences()::contains))) {
      return Refusal.AUDIENCE;
    }
    String subject = subject(answer);
    return subject == null
        ? Refusal.SUBJECT
        : new Verified(
            new Identity("introspection", subject, plan.asked().toString(), answer),
            Scopes.of(answer),
            expires);
  }

  private static String subject(Map<String, Object> answer) {
    for (String name : List.of("sub", "username", "client_id")) {
      String subject = Json.string(answer, name);
      if (subject != null && !subject.isEmpty()) {
        return subject;
      }
    }
    return null;
  }

  private static long millis(Map<String, Object> answer, String name, long absent) {
    if (answer.get(name) == null) {
      return absent;
    }
    double seconds = answer.get(name) instanceof Number number ? number.doubleValue() : -1;
    return seconds >= 0 && seconds < 1e12 ? (long) (seconds * 1000) : -1;
  }

  @Override
  public void remove(Outgoing outgoing) {
    outgoing.headers().remove(HttpHeaderNames.AUTHORIZATION);
  }

  @Override
  public String scheme() {
    return Bearer.SCHEME;
  }
}

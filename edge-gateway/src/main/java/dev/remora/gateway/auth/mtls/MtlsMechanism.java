package dev.remora.gateway.auth.mtls;

import dev.remora.gateway.auth.CredentialCache;
import dev.remora.gateway.auth.Mechanism;
import dev.remora.gateway.auth.Outcome;
import dev.remora.gateway.auth.Verified;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Identity;
import dev.remora.gateway.exchange.Outgoing;
import dev.remora.gateway.tls.ClientCertificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The certificate that a client has shown, which its listener has verified. */
final class MtlsMechanism implements Mechanism {
  private static final int MOST_KEPT = 10_000;

  private final MtlsPlan plan;
  private final CredentialCache<Verified> known = new CredentialCache<>(MOST_KEPT);

  MtlsMechanism(MtlsPlan plan) {
    this.plan = plan;
  }

  /** A connection's certificate is for any mechanism: one that is not accepted here is foreign. */
  @Override
  public Outcome check(Exchange exchange) {
    ClientCertificate certificate = ClientCertificate.of(exchange.request());
    return certificate == null ? Outcome.Nothing.ABSENT : check(certificate);
  }

  Outcome check(ClientCertificate certificate) {
    CredentialCache.Key key = CredentialCache.key(certificate.fingerprint());
    Verified before = known.get(key);
    if (before != null) {
      return before;
    }
    String subject = subject(certificate);
    if (subject == null || subject.isEmpty()) {
      return Outcome.Nothing.FOREIGN;
    }
    Verified verified =
        new Verified(
            new Identity("mtls", subject, certificate.issuer(), claims(certificate)),
            Set.of(),
            certificate.notAfter());
    known.put(key, verified);
    return verified;
  }

  /** The first name that is accepted; null: none is. */
  private String subject(ClientCertificate certificate) {
    if (plan.subjects().contains(certificate.subject())) {
      return certificate.subject();
    }
    String name = first(plan.uris(), certificate.uris());
    name = name == null ? first(plan.dns(), certificate.dnsNames()) : name;
    name = name == null ? first(plan.emails(), certificate.emails()) : name;
    boolean any =
        plan.subjects().isEmpty()
            && plan.uris().isEmpty()
            && plan.dns().isEmpty()
            && plan.emails().isEmpty();
    return name == null && any ? certificate.subject() : name;
  }

  private static String first(List<NameRule> rules, List<String> names) {
    for (NameRule rule : rules) {
      for (String name : names) {
        if (rule.matches(name)) {
          return name;
        }
      }
    }
    return null;
  }

  private static Map<String, Object> claims(ClientCertificate certificate) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("subject", certificate.subject());
    claims.put("dns", certificate.dnsNames());
    claims.put("uris", certificate.uris());
    claims.put("emails", certificate.emails());
    claims.put("fingerprint", certificate.fingerprint());
    return java.util.Collections.unmodifiableMap(claims);
  }

  /** It has stayed with the connection. */
  @Override
  public void remove(Outgoing outgoing) {}

  /** HTTP has no word for it. */
  @Override
  public String scheme() {
    return null;
  }
}

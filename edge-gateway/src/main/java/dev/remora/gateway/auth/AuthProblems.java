package dev.remora.gateway.auth;

import dev.remora.gateway.exchange.Problem;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What clients are told who are not let pass (RFC 6750, section 3), in the words of the schemes
 * that their route accepts. Made once for a route.
 */
final class AuthProblems {
  static final Problem UNAUTHENTICATED =
      Problem.of(401, "unauthenticated", "The request must say who makes it.");
  static final Problem INVALID =
      Problem.of(401, "invalid-credential", "The credential is not accepted.");
  static final Problem MALFORMED =
      Problem.of(400, "ambiguous-credential", "The request must have one credential of a kind.");
  static final Problem CERTIFICATE =
      Problem.of(403, "certificate-required", "The client must show a certificate.");
  static final Problem SCOPE =
      Problem.of(403, "insufficient-scope", "The credential is not good for this.");
  static final Problem FORBIDDEN =
      Problem.of(403, "forbidden", "Whoever makes the request may not do this.");
  static final Problem UNAVAILABLE =
      Problem.of(503, "authentication-unavailable", "Credentials can't be verified at present.")
          .header("retry-after", "5");

  private static final String CHALLENGE = "www-authenticate";
  private static final String REALM = " realm=\"remora\"";

  private final Problem missing;
  private final Problem invalid;
  private final Problem malformed;
  private final Problem scope;

  /**
   * Those of a route.
   *
   * @param schemes what it accepts; none: certificates alone
   * @param scopes what it needs
   */
  AuthProblems(Collection<String> schemes, Collection<String> scopes) {
    Problem ask = schemes.isEmpty() ? CERTIFICATE : UNAUTHENTICATED;
    Problem refuse = schemes.isEmpty() ? CERTIFICATE : INVALID;
    Problem shape = MALFORMED;
    Problem more = SCOPE;
    Set<String> once = new LinkedHashSet<>(schemes);
    for (String scheme : once) {
      boolean bearer = scheme.equals(Bearer.SCHEME);
      ask = ask.header(CHALLENGE, scheme + REALM);
      refuse =
          refuse.header(CHALLENGE, scheme + REALM + (bearer ? ", error=\"invalid_token\"" : ""));
      if (bearer) {
        shape = shape.header(CHALLENGE, scheme + REALM + ", error=\"invalid_request\"");
        more =
            more.header(
                CHALLENGE,
                scheme
                    + REALM
                    + ", error=\"insufficient_scope\", scope=\""
                    + String.join(" ", scopes)
                    + "\"");
      }
    }
    missing = ask;
    invalid = refuse;
    malformed = shape;
    scope = more;
  }

  /** For one whose credential is not accepted. */
  Problem of(Refusal refusal) {
    return switch (refusal.kind()) {
      case MISSING -> missing;
      case MALFORMED -> malformed;
      case INVALID -> invalid;
      case UNAVAILABLE -> UNAVAILABLE;
    };
  }

  /** For one whose credential is not good for this route. */
  Problem scope() {
    return scope;
  }
}

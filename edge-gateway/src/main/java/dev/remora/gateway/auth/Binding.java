package dev.remora.gateway.auth;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.tls.ClientCertificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * Tokens that are good only for who holds a key ({@code cnf}, RFC 7800). Of these one kind can be
 * told: those bound to a client certificate (RFC 8705, section 3). What is bound to something else
 * is refused, as a bearer has not shown it.
 */
final class Binding {
  private static final String CNF = "cnf";
  private static final String CERTIFICATE = "x5t#S256";

  private Binding() {}

  /** Whether the client has shown what its token is bound to, if it is. */
  static boolean holds(Verified verified, Exchange exchange) {
    Object bound = verified.identity().claims().get(CNF);
    if (bound == null) {
      return !verified.identity().claims().containsKey(CNF);
    }
    ClientCertificate shown = ClientCertificate.of(exchange.request());
    return shown != null
        && !shown.fingerprint().isEmpty()
        && bound instanceof Map<?, ?> map
        && map.size() == 1
        && thumbprint(shown).equals(map.get(CERTIFICATE));
  }

  private static String thumbprint(ClientCertificate shown) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(HexFormat.of().parseHex(shown.fingerprint()));
  }
}

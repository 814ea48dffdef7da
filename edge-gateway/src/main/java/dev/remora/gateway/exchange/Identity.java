package dev.remora.gateway.exchange;

import java.util.Map;

/**
 * Who makes a request, as far as it was verified.
 *
 * @param method how it was verified: {@code jwt}, {@code introspection}, {@code api-key}, {@code
 *     mtls}
 * @param subject who it is: the {@code sub} of a token, the name of a key, the subject of a
 *     certificate
 * @param issuer who says so; null: the gateway itself knows
 * @param claims what else is said, by name; values are those of JSON
 */
public record Identity(String method, String subject, String issuer, Map<String, Object> claims) {

  /** Who it is, never what proved it. */
  @Override
  public String toString() {
    return method + ":" + subject;
  }
}

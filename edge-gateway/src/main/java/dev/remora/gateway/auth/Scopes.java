package dev.remora.gateway.auth;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a token is good for: {@code scope} (RFC 8693, section 4.2), or {@code scp} as some have it.
 */
public final class Scopes {
  private Scopes() {}

  /** The scopes that {@code claims} name, in one text or in a list. */
  public static Set<String> of(Map<String, Object> claims) {
    Set<String> scopes = new HashSet<>();
    for (String name : List.of("scope", "scp")) {
      List<String> values = Json.strings(claims, name);
      if (values != null) {
        for (String value : values) {
          for (String scope : value.split(" ", -1)) {
            if (!scope.isEmpty()) {
              scopes.add(scope);
            }
          }
        }
      }
    }
    return scopes;
  }
}

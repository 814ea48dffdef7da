package dev.remora.gateway.auth.keys;

import dev.remora.core.config.HttpUrl;
import dev.remora.core.config.Types;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.config.Section;

/**
 * Where the keys of an issuer come from.
 *
 * @param issuer who signs
 * @param file a JWK set that lies here
 */
public record KeysPlan(HttpUrl issuer, String file) {
  /** Reads them from among the settings of a mechanism; null after a problem. */
  public static KeysPlan read(Section section) {
    HttpUrl issuer = section.required("issuer", Types.HTTP_URL);
    String file = section.required("jwks-file", Types.PATH);
    return issuer == null || file == null ? null : new KeysPlan(issuer, file);
  }

  /** The keys. */
  public Keys build(Desk desk) {
    return new FileKeys(file, desk.log());
  }
}

package dev.remora.gateway.auth.internal;

import dev.remora.core.config.ConfigException;
import dev.remora.core.config.Types;
import dev.remora.core.security.jwt.SigningKey;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The settings {@code internal-token}.
 *
 * @param key the file of the key that signs
 * @param issuer its {@code iss}
 * @param audience its {@code aud}; null: the service that it goes to
 * @param lifetime how long it is good for
 * @param header in which it goes, in lower case
 * @param claims which of the identity's claims it has
 */
public record InternalTokenPlan(
    String key,
    String issuer,
    String audience,
    Duration lifetime,
    String header,
    List<String> claims) {
  /** The key at the top. */
  public static final String KEY = "internal-token";

  /** What the token itself says: an identity's claims of these names are not copied. */
  static final List<String> OWN =
      List.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "scope", "idp", "method", "cnf");

  /** Reads the settings; null: there are none, or after a problem. */
  public static InternalTokenPlan read(Section top) {
    return top.optional(KEY, InternalTokenPlan::readSet);
  }

  private static InternalTokenPlan readSet(Section section) {
    String key = section.required("key", Types.PATH);
    List<String> claims = section.values("claims", Types.TEXT);
    for (String claim : claims) {
      if (OWN.contains(claim)) {
        section.problem("claims", claim + " is the token's own; allowed: other claims");
      }
    }
    InternalTokenPlan plan =
        new InternalTokenPlan(
            key,
            section.value("issuer", Types.TEXT, "remora-gateway"),
            section.value("audience", Types.TEXT, null),
            section.value("lifetime", Types.duration("5s", "10m"), Duration.ofSeconds(60)),
            section.value("header", GatewayTypes.HEADER, "x-remora-jwt-assertion"),
            claims);
    if (key == null) {
      return null;
    }
    try {
      SigningKey.of(key, Files.readAllBytes(Path.of(key)));
    } catch (IOException e) {
      section.problem("key", "can't be read; allowed: the path of a private key");
    } catch (ConfigException e) {
      section.problem("key", e.getMessage());
    }
    return plan;
  }

  /** How a value of the header looks. */
  String value(String token) {
    return header.equals("authorization") ? "Bearer " + token : token;
  }
}

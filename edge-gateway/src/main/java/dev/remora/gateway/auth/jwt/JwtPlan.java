package dev.remora.gateway.auth.jwt;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.auth.Mechanism;
import dev.remora.gateway.auth.MechanismPlan;
import dev.remora.gateway.auth.keys.KeysPlan;
import dev.remora.gateway.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The settings {@code jwt}: tokens that one issuer signs.
 *
 * @param name what the mechanism is called
 * @param issuer what {@code iss} must be
 * @param audiences one of them must be in {@code aud}; empty: it is not looked at
 * @param algorithms that may have been used
 * @param types what {@code typ} may be, in lower case
 * @param leeway how wrong clocks may be
 * @param keys where the issuer's keys come from
 */
public record JwtPlan(
    String name,
    String issuer,
    Set<String> audiences,
    Set<String> algorithms,
    Set<String> types,
    Duration leeway,
    KeysPlan keys)
    implements MechanismPlan {
  private static final String ANY = "*";

  private static final List<String> ALGORITHMS =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  /** An asymmetric one: with a shared secret whoever verifies could sign as well. */
  private static final Type<String> ALGORITHM =
      new Type<String>(String.join(", ", ALGORITHMS)) {
        @Override
        public String parse(String text) {
          if (!ALGORITHMS.contains(text)) {
            throw new BadValue("is not an algorithm that tokens are verified with");
          }
          return text;
        }
      };

  /** Reads the settings; null after a problem. */
  public static JwtPlan read(String name, Section jwt) {
    KeysPlan keys = KeysPlan.read(jwt);
    List<String> audiences = jwt.values("audiences", Types.TEXT);
    if (audiences.isEmpty()) {
      jwt.problem(
          "audiences",
          "is missing; allowed: what this gateway is called in aud, or \"*\" for tokens that the"
              + " issuer has made for anybody");
    }
    List<String> algorithms = jwt.values("algorithms", ALGORITHM);
    List<String> types = jwt.values("types", Types.TEXT);
    Duration leeway = jwt.value("leeway", Types.duration("0s", "5m"), Duration.ofSeconds(30));
    return keys == null
        ? null
        : new JwtPlan(
            name,
            keys.issuer(),
            audiences.contains(ANY) ? Set.of() : Set.copyOf(audiences),
            Set.copyOf(algorithms.isEmpty() ? ALGORITHMS : algorithms),
            types.isEmpty() ? Set.of("jwt", "at+jwt") : lower(types),
            leeway,
            keys);
  }

  private static Set<String> lower(List<String> types) {
    return Set.copyOf(
        types.stream().map(type -> type.toLowerCase(Locale.ROOT)).distinct().toList());
  }

  @Override
  public Mechanism build(Desk desk) {
    return new JwtMechanism(this, keys.build(desk), desk);
  }

  @Override
  public String describe() {
    return "jwt of " + issuer;
  }
}

package dev.remora.gateway.auth.mtls;

import dev.remora.core.config.Type;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.auth.Mechanism;
import dev.remora.gateway.auth.MechanismPlan;
import dev.remora.gateway.config.Section;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * The settings {@code mtls}: which of the certificates that a listener has verified are accepted.
 * With no rule all of them are.
 *
 * @param name what the mechanism is called
 * @param subjects distinguished names, as RFC 2253 has them
 * @param dns alternative names of the kind DNS
 * @param uris those of the kind URI
 * @param emails those of the kind RFC 822
 */
public record MtlsPlan(
    String name,
    List<String> subjects,
    List<NameRule> dns,
    List<NameRule> uris,
    List<NameRule> emails)
    implements MechanismPlan {
  private static final Type<String> SUBJECT =
      new Type<String>("distinguished names such as \"CN=shop,O=Example\"") {
        @Override
        public String parse(String text) {
          try {
            return new X500Principal(text).getName();
          } catch (IllegalArgumentException e) {
            throw new BadValue("is not a distinguished name");
          }
        }
      };

  /** Reads the settings. */
  public static MtlsPlan read(String name, Section mtls) {
    return new MtlsPlan(
        name,
        mtls.values("subjects", SUBJECT),
        mtls.values("dns", NameRule.DNS),
        mtls.values("uris", NameRule.URI),
        mtls.values("emails", NameRule.EMAIL));
  }

  @Override
  public Mechanism build(Desk desk) {
    return new MtlsMechanism(this);
  }

  @Override
  public String describe() {
    return "client certificates";
  }
}

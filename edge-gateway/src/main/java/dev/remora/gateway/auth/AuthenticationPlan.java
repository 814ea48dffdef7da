package dev.remora.gateway.auth;

import dev.remora.core.config.Types;
import dev.remora.gateway.auth.internal.InternalTokenPlan;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import dev.remora.gateway.plan.Parts;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may use a route.
 *
 * @param anyOf the names of the mechanisms that are accepted, in the order in which they are tried
 * @param mechanisms those mechanisms; null: see {@link Authentication#bind}
 * @param optional whether requests without a credential pass too
 * @param scopes all of which the credential must be good for
 * @param claims all of which must hold
 * @param forward whether the credential is passed on to the service
 * @param internal the token that services get instead; null: none
 */
record AuthenticationPlan(
    List<String> anyOf,
    List<MechanismPlan> mechanisms,
    boolean optional,
    List<String> scopes,
    List<ClaimRule> claims,
    boolean forward,
    InternalTokenPlan internal)
    implements FilterPlan {
  static final FilterType TYPE = new Reader();

  AuthenticationPlan with(List<MechanismPlan> bound, InternalTokenPlan tokens) {
    return new AuthenticationPlan(
        anyOf, List.copyOf(bound), optional, scopes, claims, forward, tokens);
  }

  @Override
  public Filter build(String route, Parts parts) {
    Desk desk = Desk.of(parts);
    List<Mechanism> built = new ArrayList<>();
    for (MechanismPlan plan : mechanisms) {
      built.add(desk.mechanism(plan));
    }
    return new AuthenticationFilter(this, built, desk, parts.vertx());
  }

  private static final class Reader implements FilterType {
    private static final String NONE = "none";

    @Override
    public String key() {
      return "authentication";
    }

    @Override
    public FilterPlan read(Section route) {
      if (route.node(key()).entries() == null) {
        return ofNames(route);
      }
      Section section = route.section(key());
      List<String> anyOf = section.values("any-of", GatewayTypes.NAME);
      if (anyOf.isEmpty()) {
        section.problem("any-of", "is missing; allowed: names under authentication");
      }
      AuthenticationPlan plan =
          new AuthenticationPlan(
              anyOf,
              null,
              section.value("optional", Types.FLAG, false),
              section.values("scopes", Types.SCOPE),
              ClaimRule.read(section.section("claims")),
              section.value("forward", Types.FLAG, false),
              null);
      if (plan.optional && !(plan.scopes.isEmpty() && plan.claims.isEmpty())) {
        section.problem("optional", "scopes or claims are set as well; allowed: one of them");
      }
      section.end();
      return plan;
    }

    /** {@code authentication: corp}, a list of names, or {@code none} where defaults set others. */
    private FilterPlan ofNames(Section route) {
      List<String> names = route.values(key(), GatewayTypes.NAME);
      return names.equals(List.of(NONE))
          ? null
          : new AuthenticationPlan(names, null, false, List.of(), List.of(), false, null);
    }
  }
}

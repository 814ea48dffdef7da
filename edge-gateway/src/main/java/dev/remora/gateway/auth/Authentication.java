package dev.remora.gateway.auth;

import dev.remora.gateway.auth.apikey.ApiKeyPlan;
import dev.remora.gateway.auth.internal.InternalTokenPlan;
import dev.remora.gateway.auth.internal.OutsideHeaderPlan;
import dev.remora.gateway.auth.internal.PublicKeysPlan;
import dev.remora.gateway.auth.introspection.IntrospectionPlan;
import dev.remora.gateway.auth.jwt.JwtPlan;
import dev.remora.gateway.auth.mtls.MtlsPlan;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.plan.FilterPlan;
import dev.remora.gateway.plan.FilterType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The settings {@code authentication} at the top: the mechanisms that routes can name. */
public final class Authentication {
  private static final String KEY = "authentication";

  /** The filter of a route. */
  public static final FilterType FILTER = AuthenticationPlan.TYPE;

  /** The filter of the route that tells the keys of internal tokens. */
  public static final FilterType PUBLIC_KEYS = PublicKeysPlan.TYPE;

  private static final Map<String, BiFunction<String, Section, MechanismPlan>> KINDS =
      new TreeMap<>(
          Map.of(
              "jwt",
              JwtPlan::read,
              "introspection",
              IntrospectionPlan::read,
              "api-keys",
              ApiKeyPlan::read,
              "mtls",
              MtlsPlan::read));

  private final Section top;
  private final Map<String, MechanismPlan> mechanisms;
  private final InternalTokenPlan internal;

  private Authentication(Section top, Map<String, MechanismPlan> mechanisms) {
    this.top = top;
    this.mechanisms = mechanisms;
    this.internal = InternalTokenPlan.read(top);
  }

  /** Reads them. */
  public static Authentication read(Section top) {
    Map<String, MechanismPlan> mechanisms = new LinkedHashMap<>();
    Section section = top.section(KEY);
    for (String name : section.keys()) {
      try {
        GatewayTypes.NAME.parse(name);
      } catch (dev.remora.core.config.Type.BadValue e) {
        section.problem(name, e.getMessage() + "; allowed: " + GatewayTypes.NAME.allowed());
      }
      Section each = section.section(name);
      MechanismPlan plan = mechanism(name, each);
      each.end();
      if (plan != null) {
        mechanisms.put(name, plan);
      }
    }
    return new Authentication(top, mechanisms);
  }

  private static MechanismPlan mechanism(String name, Section section) {
    List<String> kinds = KINDS.keySet().stream().filter(section::has).toList();
    if (kinds.size() != 1) {
      section
          .problems()
          .add(
              section.place()
                  + ": "
                  + section.path()
                  + ": allowed: one of "
                  + String.join(", ", KINDS.keySet()));
      return null;
    }
    Section settings = section.section(kinds.get(0));
    MechanismPlan plan = KINDS.get(kinds.get(0)).apply(name, settings);
    settings.end();
    return plan;
  }

  /** The filters of a route, with what they name. */
  public List<FilterPlan> bind(String route, List<FilterPlan> filters) {
    List<FilterPlan> bound = new ArrayList<>();
    if (internal != null) {
      bound.add(new OutsideHeaderPlan(internal.header()));
    }
    for (FilterPlan filter : filters) {
      bound.add(bind(route, filter));
    }
    return List.copyOf(bound);
  }

  private FilterPlan bind(String route, FilterPlan filter) {
    if (filter instanceof PublicKeysPlan) {
      if (internal == null) {
        top.problem(
            InternalTokenPlan.KEY,
            "is missing; allowed: its settings, as route " + route + " tells its keys");
      }
      return new PublicKeysPlan(internal);
    }
    if (!(filter instanceof AuthenticationPlan plan)) {
      return filter;
    }
    List<MechanismPlan> bound = new ArrayList<>();
    for (String name : plan.anyOf()) {
      MechanismPlan mechanism = mechanisms.get(name);
      if (mechanism == null) {
        top.problem(
            KEY,
            "route "
                + route
                + " names "
                + name
                + ", which is not there; allowed: "
                + (mechanisms.isEmpty() ? "names under authentication" : mechanisms.keySet()));
      } else {
        bound.add(mechanism);
      }
    }
    return plan.with(bound, internal);
  }
}

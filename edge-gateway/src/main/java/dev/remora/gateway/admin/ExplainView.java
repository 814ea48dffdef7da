package dev.remora.gateway.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.route.Mismatch;
import dev.remora.gateway.route.RoutePlan;
import dev.remora.gateway.route.RouteTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code POST /explain}: which route a request would take, through which filters, to which service
 * and endpoint, and why no other route. Nothing is sent.
 */
public final class ExplainView implements AdminResource {
  private static final int MOST_OTHERS = 1_000;
  private static final double PERCENT = 100;

  private final Supplier<RouteTable> table;
  private final Supplier<List<RoutePlan>> plans;
  private final Function<String, List<String>> mesh;

  /**
   * Of the routes that are in use.
   *
   * @param mesh what would become of a call to a URL, one line for each thing
   */
  public ExplainView(
      Supplier<RouteTable> table,
      Supplier<List<RoutePlan>> plans,
      Function<String, List<String>> mesh) {
    this.table = table;
    this.plans = plans;
    this.mesh = mesh;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    try {
      return AdminReply.json(
          explain(
              AskedRequest.of(
                  JsonParser.parseString(request.body().toString()).getAsJsonObject())));
    } catch (JsonParseException
        | ClassCastException
        | IllegalStateException
        | UnsupportedOperationException e) {
      return AdminReply.problem(400, "bad-json", "The body is not JSON of the form that is asked.");
    } catch (IllegalArgumentException e) {
      return AdminReply.problem(400, "bad-request", e.getMessage());
    }
  }

  private JsonObject explain(AskedRequest asked) {
    JsonObject json = new JsonObject();
    json.addProperty("request", asked.method() + " " + asked.target() + " of host " + asked.host());
    Map<String, RoutePlan> byName = new HashMap<>();
    plans.get().forEach(plan -> byName.put(plan.name(), plan));
    String refused = refused(asked);
    Route taken = refused == null ? table.get().find(asked) : null;
    if (refused != null) {
      json.addProperty("problem", refused);
    } else if (taken == null) {
      json.addProperty("problem", "404 no-route: no route takes it");
    } else {
      json.add("route", route(taken, byName.get(taken.name())));
      json.add("backends", backends(taken));
    }
    json.add("others", refused != null ? new JsonArray() : others(asked, taken, byName));
    return json;
  }

  private static String refused(AskedRequest asked) {
    if (asked.target() == null) {
      return "400 bad-target: the path or the query is not one that can be forwarded";
    }
    return asked.method().equals("CONNECT") || asked.method().equals("TRACE")
        ? "501 method-not-supported: the gateway does not forward this method"
        : null;
  }

  private static JsonObject route(Route route, RoutePlan plan) {
    JsonObject json = new JsonObject();
    json.addProperty("name", route.name());
    json.addProperty("match", plan == null ? "?" : plan.match().describe());
    JsonArray filters = new JsonArray();
    route.describe().forEach(filters::add);
    json.add("filters", filters);
    return json;
  }

  private JsonArray backends(Route route) {
    int total = route.backends().stream().mapToInt(Route.Backend::weight).sum();
    JsonArray backends = new JsonArray();
    for (Route.Backend backend : route.backends()) {
      JsonObject json = new JsonObject();
      json.addProperty("service", backend.service());
      json.addProperty(
          "share",
          (total == 0 ? 0 : Math.round(PERCENT * backend.weight() / total)) + "% of requests");
      JsonArray decision = new JsonArray();
      mesh.apply("http://" + backend.service() + "/").forEach(decision::add);
      json.add("decision", decision);
      backends.add(json);
    }
    return backends;
  }

  private JsonArray others(AskedRequest asked, Route taken, Map<String, RoutePlan> byName) {
    JsonArray others = new JsonArray();
    List<Route> routes = new ArrayList<>(table.get().routes());
    routes.remove(taken);
    for (Route route : routes.subList(0, Math.min(MOST_OTHERS, routes.size()))) {
      RoutePlan plan = byName.get(route.name());
      if (plan == null) {
        continue;
      }
      List<String> reasons = Mismatch.of(plan.match(), asked);
      JsonObject json = new JsonObject();
      json.addProperty("name", route.name());
      json.addProperty("match", plan.match().describe());
      json.addProperty(
          "why_not",
          reasons.isEmpty() && taken != null
              ? taken.name() + " is more particular"
              : String.join(", ", reasons));
      others.add(json);
    }
    return others;
  }
}

package dev.remora.gateway.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.core.MeshStatus;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.route.RoutePlan;
import dev.remora.gateway.route.RouteTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code GET /routes}: all routes in the order in which they are tried. */
public final class RoutesView implements AdminResource {
  private final Supplier<RouteTable> table;
  private final Supplier<List<RoutePlan>> plans;
  private final Supplier<MeshStatus> mesh;

  /** Of the routes that are in use. */
  public RoutesView(
      Supplier<RouteTable> table, Supplier<List<RoutePlan>> plans, Supplier<MeshStatus> mesh) {
    this.table = table;
    this.plans = plans;
    this.mesh = mesh;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    Map<String, String> matches = new HashMap<>();
    for (RoutePlan plan : plans.get()) {
      matches.put(plan.name(), plan.match().describe());
    }
    Map<String, MeshStatus.Service> services = new HashMap<>();
    for (MeshStatus.Service service : mesh.get().services()) {
      services.put(service.name(), service);
    }
    JsonArray routes = new JsonArray();
    for (Route route : table.get().routes()) {
      routes.add(route(route, matches.get(route.name()), services));
    }
    JsonObject all = new JsonObject();
    all.add("routes", routes);
    return AdminReply.json(all);
  }

  private static JsonObject route(
      Route route, String match, Map<String, MeshStatus.Service> services) {
    JsonObject json = new JsonObject();
    json.addProperty("name", route.name());
    json.addProperty("match", match);
    JsonArray filters = new JsonArray();
    route.describe().forEach(filters::add);
    json.add("filters", filters);
    JsonArray backends = new JsonArray();
    for (Route.Backend backend : route.backends()) {
      JsonObject to = new JsonObject();
      to.addProperty("service", backend.service());
      to.addProperty("weight", backend.weight());
      MeshStatus.Service service = services.get(backend.service());
      to.addProperty("known", service != null && service.answered());
      to.addProperty("endpoints", service == null ? 0 : service.endpoints().size());
      to.addProperty("endpoints_in", service == null ? 0 : ServicesView.in(service));
      backends.add(to);
    }
    json.add("backends", backends);
    return json;
  }
}

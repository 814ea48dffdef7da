package dev.remora.gateway.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.core.MeshStatus;
import dev.remora.gateway.admin.AdminReply;
import dev.remora.gateway.admin.AdminRequest;
import dev.remora.gateway.admin.AdminResource;
import dev.remora.gateway.admin.Version;
import dev.remora.gateway.exchange.Route;
import dev.remora.gateway.life.Readiness;
import dev.remora.gateway.life.Reloads;
import dev.remora.gateway.metrics.LiveSnapshot;
import dev.remora.gateway.route.RoutePlan;
import dev.remora.gateway.route.RouteTable;
import dev.remora.gateway.telemetry.RecentErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** {@code GET /live}: all that the page shows, in one answer. */
public final class LiveView implements AdminResource {
  private static final int MOST_ERRORS = 50;

  /**
   * Where it all comes from.
   *
   * @param plans how the routes are configured
   * @param services those that routes lead to: of a registry that knows more, no more is shown
   */
  public record Sources(
      Readiness readiness,
      Reloads reloads,
      Supplier<MeshStatus> mesh,
      Supplier<RouteTable> routes,
      Supplier<List<RoutePlan>> plans,
      Supplier<Collection<String>> services,
      Supplier<LiveSnapshot> counts,
      RecentErrors errors) {}

  private final Sources from;
  private final Instant started = Instant.now();

  /** Of one gateway. */
  public LiveView(Sources from) {
    this.from = from;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    LiveSnapshot counts = from.counts().get();
    MeshStatus mesh = from.mesh().get();
    JsonObject json = new JsonObject();
    json.addProperty("version", Version.text());
    json.addProperty("state", word(from.readiness().state()));
    json.addProperty("uptimeSeconds", Duration.between(started, Instant.now()).toSeconds());
    json.add("reload", reload());
    json.add("total", counts(counts.all()));
    json.add("routes", routes(counts));
    json.add("services", services(mesh));
    json.add("recentErrors", errors());
    json.add("registries", registries(mesh));
    return AdminReply.json(json);
  }

  private JsonObject reload() {
    Reloads.Reload last = from.reloads().last();
    JsonObject json = new JsonObject();
    if (last.result() != Reloads.Result.STARTED) {
      json.addProperty("at", last.at().toString());
    }
    json.addProperty("ok", last.result() != Reloads.Result.REJECTED);
    json.addProperty("result", last.problem() == null ? word(last.result()) : last.problem());
    return json;
  }

  private JsonArray routes(LiveSnapshot counts) {
    Map<String, LiveSnapshot.Row> rows = new HashMap<>();
    counts.routes().forEach(row -> rows.put(row.name(), row));
    Map<String, String> matches = new HashMap<>();
    from.plans().get().forEach(plan -> matches.put(plan.name(), plan.match().describe()));
    JsonArray all = new JsonArray();
    for (Route route : from.routes().get().routes()) {
      LiveSnapshot.Row row = rows.get(route.name());
      JsonObject json =
          counts(row == null ? new LiveSnapshot.Row(route.name(), List.of(), 0, 0, 0, 0) : row);
      json.addProperty("name", route.name());
      json.addProperty("match", matches.getOrDefault(route.name(), ""));
      json.add("filters", texts(route.describe()));
      List<String> to = new ArrayList<>();
      for (Route.Backend backend : route.backends()) {
        to.add(
            route.backends().size() == 1
                ? backend.service()
                : backend.service() + " × " + backend.weight());
      }
      json.add("to", texts(to));
      all.add(json);
    }
    return all;
  }

  /** What the page plots: of seconds in which nothing happened there is no latency. */
  private static JsonObject counts(LiveSnapshot.Row row) {
    JsonObject json = new JsonObject();
    json.addProperty("rps", row.perSecond());
    if (row.perSecond() > 0) {
      json.addProperty("p50", row.p50Millis());
      json.addProperty("p99", row.p99Millis());
      json.addProperty("errors", row.errorShare());
    }
    JsonArray rps = new JsonArray();
    JsonArray p50 = new JsonArray();
    JsonArray p99 = new JsonArray();
    JsonArray errors = new JsonArray();
    for (LiveSnapshot.Second second : row.seconds()) {
      rps.add(second.requests());
      p50.add(second.p50Millis());
      p99.add(second.p99Millis());
      errors.add(second.requests() == 0 ? 0 : (double) second.errors() / second.requests());
    }
    JsonObject series = new JsonObject();
    series.add("rps", rps);
    series.add("p50", p50);
    series.add("p99", p99);
    series.add("errors", errors);
    json.add("series", series);
    return json;
  }

  private JsonArray services(MeshStatus mesh) {
    Map<String, MeshStatus.Service> known = new HashMap<>();
    mesh.services().forEach(service -> known.put(service.name(), service));
    JsonArray all = new JsonArray();
    for (String name : from.services().get()) {
      MeshStatus.Service service = known.get(name);
      JsonObject json = new JsonObject();
      json.addProperty("name", name);
      JsonArray endpoints = new JsonArray();
      if (service == null) {
        json.addProperty("state", "not known to the registry");
      } else {
        json.addProperty("balance", service.balance());
        if (!service.guards().isEmpty()) {
          json.addProperty("state", String.join(", ", service.guards()));
        }
        service.endpoints().forEach(endpoint -> endpoints.add(endpoint(endpoint)));
      }
      json.add("endpoints", endpoints);
      all.add(json);
    }
    return all;
  }

  private static JsonObject endpoint(MeshStatus.Endpoint endpoint) {
    JsonObject json = new JsonObject();
    json.addProperty("address", endpoint.address() + ":" + endpoint.port());
    json.addProperty("out", endpoint.out());
    json.addProperty("weight", endpoint.weight());
    json.addProperty("zone", endpoint.zone());
    json.add("tags", texts(endpoint.tags()));
    json.addProperty("calls", endpoint.picks());
    json.addProperty("failures", endpoint.failures());
    json.addProperty("connectFailures", endpoint.connectFailures());
    json.addProperty("inFlight", endpoint.inFlight());
    return json;
  }

  private JsonArray errors() {
    JsonArray all = new JsonArray();
    for (RecentErrors.Failed error : from.errors().all().stream().limit(MOST_ERRORS).toList()) {
      JsonObject json = new JsonObject();
      json.addProperty("at", error.millis());
      json.addProperty("status", error.status());
      json.addProperty("method", error.method());
      json.addProperty("path", error.path());
      json.addProperty("route", error.route());
      json.addProperty("endpoint", error.endpoint());
      json.addProperty("problem", error.problem());
      json.addProperty("id", error.requestId());
      json.addProperty("trace", error.traceId());
      all.add(json);
    }
    return all;
  }

  private static JsonArray registries(MeshStatus mesh) {
    JsonArray all = new JsonArray();
    for (MeshStatus.Registry registry : mesh.registries()) {
      JsonObject json = new JsonObject();
      json.addProperty("name", registry.name());
      json.addProperty("state", registry.state().name());
      json.addProperty("reason", registry.outage());
      all.add(json);
    }
    return all;
  }

  private static JsonArray texts(Collection<String> texts) {
    JsonArray all = new JsonArray();
    texts.forEach(all::add);
    return all;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

package dev.remora.gateway;

import com.google.gson.JsonObject;
import dev.remora.gateway.admin.AdminReply;
import dev.remora.gateway.admin.AdminServer;
import dev.remora.gateway.admin.ConfigView;
import dev.remora.gateway.admin.ErrorsView;
import dev.remora.gateway.admin.ExplainView;
import dev.remora.gateway.admin.HealthViews;
import dev.remora.gateway.admin.MetricsView;
import dev.remora.gateway.admin.RoutesView;
import dev.remora.gateway.admin.ServicesView;
import dev.remora.gateway.admin.StatusView;
import dev.remora.gateway.page.LiveView;
import dev.remora.gateway.page.PageFiles;

/** What the admin server of a gateway serves. */
final class AdminResources {
  private AdminResources() {}

  static AdminServer mount(AdminServer admin, Gateway gateway) {
    return admin
        .open("/healthz", HealthViews.alive())
        .open("/readyz", HealthViews.ready(gateway.readiness()))
        .get(
            "/status",
            new StatusView(
                gateway.readiness(), gateway.reloads(), gateway.mesh()::status, gateway::addresses))
        .get(
            "/routes",
            new RoutesView(
                gateway::routes, () -> gateway.config().routes(), gateway.mesh()::status))
        .get("/config", new ConfigView(() -> gateway.config().root()))
        .get("/services", new ServicesView(gateway.mesh()::status))
        .get("/metrics", new MetricsView(gateway.metrics()))
        .post(
            "/explain",
            new ExplainView(
                gateway::routes, () -> gateway.config().routes(), gateway.mesh()::explain))
        .get("/errors", new ErrorsView(gateway.errors()))
        .post("/drain", request -> drain(gateway))
        .post("/reload", request -> reload(gateway))
        .open("/", PageFiles.page())
        .open("/page.css", PageFiles.style())
        .open("/page.js", PageFiles.script())
        .get("/live", new LiveView(live(gateway)));
  }

  private static LiveView.Sources live(Gateway gateway) {
    return new LiveView.Sources(
        gateway.readiness(),
        gateway.reloads(),
        gateway.mesh()::status,
        gateway::routes,
        () -> gateway.config().routes(),
        gateway::services,
        gateway.metrics()::live,
        gateway.errors());
  }

  /** It is not ready any more and tells clients to go, until it is ended. */
  private static AdminReply drain(Gateway gateway) {
    gateway.drain().begin();
    JsonObject result = new JsonObject();
    result.addProperty("state", "draining");
    return AdminReply.json(result);
  }

  private static AdminReply reload(Gateway gateway) throws Exception {
    ConfigSource source = gateway.source();
    if (source == null) {
      return AdminReply.problem(409, "no-source", "The settings come from no file.");
    }
    String problem = source.reload();
    JsonObject result = new JsonObject();
    result.addProperty("in_use_since", gateway.reloads().inUseSince().toString());
    result.addProperty("problem", problem);
    return AdminReply.json(problem == null ? 200 : 422, result);
  }
}

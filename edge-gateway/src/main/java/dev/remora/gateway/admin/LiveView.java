package dev.remora.gateway.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.gateway.metrics.LiveSnapshot;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code GET /live}: what happened in each of the last 60 seconds, by route and by service, the
 * oldest second first; times are milliseconds.
 */
public final class LiveView implements AdminResource {
  private final Supplier<LiveSnapshot> live;

  /** Of what {@code live} tells at each time. */
  public LiveView(Supplier<LiveSnapshot> live) {
    this.live = live;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    LiveSnapshot now = live.get();
    JsonObject json = new JsonObject();
    json.addProperty("time", now.millis());
    json.add("all", row(now.all()));
    json.add("routes", rows(now.routes()));
    json.add("services", rows(now.services()));
    return AdminReply.of(200, "application/json", json.toString());
  }

  private static JsonArray rows(List<LiveSnapshot.Row> rows) {
    JsonArray all = new JsonArray();
    rows.forEach(row -> all.add(row(row)));
    return all;
  }

  private static JsonObject row(LiveSnapshot.Row row) {
    JsonObject json = new JsonObject();
    json.addProperty("name", row.name());
    json.addProperty("per_second", row.perSecond());
    json.addProperty("error_share", row.errorShare());
    json.addProperty("p50", row.p50Millis());
    json.addProperty("p99", row.p99Millis());
    JsonArray requests = new JsonArray();
    JsonArray errors = new JsonArray();
    JsonArray p50 = new JsonArray();
    JsonArray p99 = new JsonArray();
    for (LiveSnapshot.Second second : row.seconds()) {
      requests.add(second.requests());
      errors.add(second.errors());
      p50.add(second.p50Millis());
      p99.add(second.p99Millis());
    }
    JsonObject seconds = new JsonObject();
    seconds.add("requests", requests);
    seconds.add("errors", errors);
    seconds.add("p50", p50);
    seconds.add("p99", p99);
    json.add("seconds", seconds);
    return json;
  }
}

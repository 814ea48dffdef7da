package dev.remora.gateway.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.gateway.telemetry.RecentErrors;
import java.time.Instant;

/** {@code GET /errors}: the requests that failed last, the latest first. */
public final class ErrorsView implements AdminResource {
  private final RecentErrors errors;

  /** Of a gateway. */
  public ErrorsView(RecentErrors errors) {
    this.errors = errors;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    JsonArray all = new JsonArray();
    errors.all().forEach(failed -> all.add(json(failed)));
    JsonObject json = new JsonObject();
    json.add("errors", all);
    return AdminReply.json(json);
  }

  private static JsonObject json(RecentErrors.Failed failed) {
    JsonObject json = new JsonObject();
    json.addProperty("time", Instant.ofEpochMilli(failed.millis()).toString());
    json.addProperty("duration_ms", failed.durationMillis());
    json.addProperty("method", failed.method());
    json.addProperty("host", failed.host());
    json.addProperty("path", failed.path());
    json.addProperty("status", failed.status());
    json.addProperty("problem", failed.problem());
    json.addProperty("route", failed.route());
    json.addProperty("service", failed.service());
    json.addProperty("endpoint", failed.endpoint());
    json.addProperty("attempts", failed.attempts());
    json.addProperty("failure", failed.failure());
    json.addProperty("request_id", failed.requestId());
    json.addProperty("trace_id", failed.traceId());
    return json;
  }
}

package dev.remora.gateway.admin;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.gateway.telemetry.RecentErrors;
import java.time.Instant;

/** {@code GET /errors}: the requests that failed last, the latest first. */
public final class ErrorsView implements AdminResource {
  private static final Gson JSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  private final RecentErrors errors;

  /** Of one gateway. */
  public ErrorsView(RecentErrors errors) {
    this.errors = errors;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    JsonArray failed = new JsonArray();
    for (RecentErrors.Failed each : errors.all()) {
      JsonObject json = JSON.toJsonTree(each).getAsJsonObject();
      json.remove("millis");
      json.addProperty("at", Instant.ofEpochMilli(each.millis()).toString());
      failed.add(json);
    }
    JsonObject all = new JsonObject();
    all.add("errors", failed);
    return AdminReply.json(all);
  }
}

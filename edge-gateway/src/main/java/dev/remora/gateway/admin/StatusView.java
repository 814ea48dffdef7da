package dev.remora.gateway.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.remora.core.MeshStatus;
import dev.remora.gateway.life.Readiness;
import dev.remora.gateway.life.Reloads;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code GET /status}: how it stands with the gateway as a whole. */
public final class StatusView implements AdminResource {
  private final Readiness readiness;
  private final Reloads reloads;
  private final Supplier<MeshStatus> mesh;
  private final Supplier<Collection<String>> listeners;
  private final Instant started = Instant.now();

  /**
   * Of one gateway.
   *
   * @param listeners where it listens, {@code address:port}
   */
  public StatusView(
      Readiness readiness,
      Reloads reloads,
      Supplier<MeshStatus> mesh,
      Supplier<Collection<String>> listeners) {
    this.readiness = readiness;
    this.reloads = reloads;
    this.mesh = mesh;
    this.listeners = listeners;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    JsonObject json = new JsonObject();
    json.addProperty("version", Version.text());
    json.addProperty("state", word(readiness.state()));
    json.add("waiting_for", HealthViews.missing(readiness));
    json.addProperty("started", started.toString());
    json.addProperty("uptime_seconds", Duration.between(started, Instant.now()).toSeconds());
    json.addProperty("pid", ProcessHandle.current().pid());
    json.addProperty("java", System.getProperty("java.version"));
    JsonArray where = new JsonArray();
    listeners.get().forEach(where::add);
    json.add("listeners", where);
    json.add("config", config(reloads));
    MeshStatus status = mesh.get();
    JsonArray registries = new JsonArray();
    for (MeshStatus.Registry registry : status.registries()) {
      registries.add(registry(registry));
    }
    json.add("registries", registries);
    json.addProperty("services", status.services().size());
    json.addProperty("telemetry", status.telemetry());
    return AdminReply.json(json);
  }

  private static JsonObject config(Reloads reloads) {
    JsonObject json = new JsonObject();
    json.addProperty("source", reloads.source());
    json.addProperty("in_use_since", reloads.inUseSince().toString());
    json.addProperty("loaded", reloads.loaded());
    json.addProperty("rejected", reloads.rejected());
    Reloads.Reload last = reloads.last();
    JsonObject reload = new JsonObject();
    reload.addProperty("at", last.at().toString());
    reload.addProperty("result", word(last.result()));
    reload.addProperty("problem", last.problem());
    json.add("last_reload", reload);
    JsonArray keys = new JsonArray();
    last.needRestart().forEach(keys::add);
    json.add("need_restart", keys);
    return json;
  }

  private static JsonObject registry(MeshStatus.Registry registry) {
    JsonObject json = new JsonObject();
    json.addProperty("name", registry.name());
    json.addProperty("state", word(registry.state()));
    json.addProperty("problem", registry.outage());
    if (registry.lastAnswerNanos() >= 0) {
      json.addProperty(
          "last_answer_seconds", Duration.ofNanos(registry.lastAnswerNanos()).toMillis() / 1000.0);
    }
    return json;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

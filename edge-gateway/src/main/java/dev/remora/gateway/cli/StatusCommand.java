package dev.remora.gateway.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** {@code status}: how a running gateway is, for people. */
final class StatusCommand {
  private final PrintStream out;

  StatusCommand(PrintStream out) {
    this.out = out;
  }

  int run(List<String> arguments) {
    Options options = new Options(arguments, Set.of(AdminCall.ADMIN, AdminCall.TOKEN_FILE));
    if (!options.rest().isEmpty()) {
      throw new BadUsage("status takes no arguments");
    }
    AdminCall admin = new AdminCall(options);
    JsonObject status = admin.ask("/status", null).body();
    gateway(status);
    config(status.getAsJsonObject("config"));
    for (JsonElement element : status.getAsJsonArray("registries")) {
      JsonObject registry = element.getAsJsonObject();
      line("registry", text(registry, "name") + " " + text(registry, "state") + why(registry));
    }
    for (JsonElement element : admin.ask("/routes", null).body().getAsJsonArray("routes")) {
      route(element.getAsJsonObject());
    }
    for (JsonElement element : admin.ask("/services", null).body().getAsJsonArray("services")) {
      service(element.getAsJsonObject());
    }
    return text(status, "state").equals("ready") ? Cli.OK : Cli.FAILED;
  }

  private void gateway(JsonObject status) {
    line(
        "gateway",
        text(status, "version")
            + ", "
            + text(status, "state")
            + ", up for "
            + text(status, "uptime_seconds")
            + " s, pid "
            + text(status, "pid"));
    status.getAsJsonArray("waiting_for").forEach(reason -> line("waiting", reason.getAsString()));
    status.getAsJsonArray("listeners").forEach(place -> line("listener", place.getAsString()));
  }

  private void config(JsonObject config) {
    JsonObject last = config.getAsJsonObject("last_reload");
    line("config", text(config, "source") + ", in use since " + text(config, "in_use_since"));
    line("reload", text(last, "result") + " at " + text(last, "at") + why(last));
    config
        .getAsJsonArray("need_restart")
        .forEach(key -> line("restart", key.getAsString() + " has changed and needs one"));
  }

  private void route(JsonObject route) {
    JsonArray backends = route.getAsJsonArray("backends");
    StringBuilder to = new StringBuilder();
    for (JsonElement element : backends) {
      JsonObject backend = element.getAsJsonObject();
      to.append(to.isEmpty() ? " -> " : " | ").append(text(backend, "service"));
      to.append(backends.size() > 1 ? " weight " + text(backend, "weight") : "");
      to.append(" (").append(text(backend, "endpoints_in")).append(" of ");
      to.append(text(backend, "endpoints")).append(" in)");
    }
    line("route", text(route, "name") + ": " + text(route, "match") + to);
  }

  private void service(JsonObject service) {
    if (!service.get("watched").getAsBoolean()) {
      return;
    }
    line("service", text(service, "name") + ", " + text(service, "balance"));
    for (JsonElement element : service.getAsJsonArray("endpoints")) {
      JsonObject endpoint = element.getAsJsonObject();
      line(
          "endpoint",
          text(endpoint, "address")
              + ":"
              + text(endpoint, "port")
              + (endpoint.get("in").getAsBoolean() ? " in" : " " + text(endpoint, "out"))
              + ", "
              + text(endpoint, "picks")
              + " picks, "
              + text(endpoint, "failures")
              + " failures, "
              + text(endpoint, "in_flight")
              + " in flight");
    }
  }

  private static String why(JsonObject json) {
    return json.has("problem") ? ": " + text(json, "problem") : "";
  }

  private static String text(JsonObject json, String key) {
    return json.has(key) ? json.get(key).getAsString() : "?";
  }

  private void line(String label, String text) {
    out.printf("%-9s %s%n", label, text);
  }
}

package dev.remora.gateway.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** {@code explain URL}: what a running gateway would do with a request, and why. */
final class ExplainCommand {
  private static final String METHOD = "-X";
  private static final String HEADER = "-H";
  private static final String CLIENT = "--client";

  /** More routes that do not match are told by their number. */
  private static final int MOST_OTHERS = 30;

  private final PrintStream out;

  ExplainCommand(PrintStream out) {
    this.out = out;
  }

  int run(List<String> arguments) {
    Options options =
        new Options(
            arguments, Set.of(METHOD, HEADER, CLIENT, AdminCall.ADMIN, AdminCall.TOKEN_FILE));
    if (options.rest().size() != 1) {
      throw new BadUsage("explain takes one URL");
    }
    JsonObject request = new JsonObject();
    request.addProperty("url", options.rest().get(0));
    request.addProperty("method", options.value(METHOD, "GET"));
    request.addProperty("client", options.value(CLIENT, null));
    JsonArray headers = new JsonArray();
    options.all(HEADER).forEach(headers::add);
    request.add("headers", headers);
    JsonObject answer = new AdminCall(options).ask("/explain", request.toString()).body();
    if (!answer.has("request")) {
      throw new CommandFailed(answer.get("detail").getAsString(), null);
    }
    print(answer);
    return answer.has("route") ? Cli.OK : Cli.FAILED;
  }

  private void print(JsonObject answer) {
    line("request", answer.get("request").getAsString());
    if (answer.has("problem")) {
      line("answer", answer.get("problem").getAsString());
    }
    if (answer.has("route")) {
      JsonObject route = answer.getAsJsonObject("route");
      line("route", text(route, "name") + ": " + text(route, "match"));
      route.getAsJsonArray("filters").forEach(filter -> line("filter", filter.getAsString()));
      for (JsonElement element : answer.getAsJsonArray("backends")) {
        JsonObject backend = element.getAsJsonObject();
        line("backend", text(backend, "service") + " " + text(backend, "share"));
        backend.getAsJsonArray("decision").forEach(why -> out.println("  " + why.getAsString()));
      }
    }
    JsonArray others = answer.getAsJsonArray("others");
    for (int i = 0; i < Math.min(MOST_OTHERS, others.size()); i++) {
      JsonObject other = others.get(i).getAsJsonObject();
      line("not", text(other, "name") + ": " + text(other, "why_not"));
    }
    if (others.size() > MOST_OTHERS) {
      line("not", (others.size() - MOST_OTHERS) + " more");
    }
  }

  private static String text(JsonObject json, String key) {
    return json.get(key).getAsString();
  }

  private void line(String label, String text) {
    out.printf("%-8s %s%n", label, text);
  }
}

package dev.remora.it.gateway.observability;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.remora.core.testing.Engines;
import dev.remora.it.gateway.GatewayJar;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes a gateway once a second. */
final class Prometheus implements AutoCloseable {
  private final Process process;
  private final String url;

  private Prometheus(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  static Prometheus scraping(GatewayJar gateway) throws IOException {
    Path folder = Files.createTempDirectory("prometheus");
    Path settings =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: remora-gateway
                authorization: {credentials: %s}
                static_configs: [{targets: ['%s']}]
            """
                .formatted(gateway.token(), gateway.adminUrl().replace("http://", "")));
    int port = Http.freePort();
    Process process =
        new ProcessBuilder(
                Engines.path("prometheus").toString(),
                "--config.file=" + settings,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--enable-feature=exemplar-storage")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new Prometheus(process, "http://127.0.0.1:" + port);
  }

  /** What {@code promtool check metrics} says of a scrape; nothing: it is in order. */
  static String check(String scrape) throws IOException, InterruptedException {
    Process tool =
        new ProcessBuilder(
                Engines.path("prometheus").resolveSibling("promtool").toString(),
                "check",
                "metrics")
            .redirectErrorStream(true)
            .start();
    tool.getOutputStream().write(scrape.getBytes(StandardCharsets.UTF_8));
    tool.getOutputStream().close();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return tool.waitFor() == 0 ? "" : said;
  }

  /** The value of {@code query} now; NaN: there is none, or more than one. */
  double value(String query) throws InterruptedException {
    JsonArray result = result("/api/v1/query?query=", query, "result");
    return result != null && result.size() == 1
        ? result.get(0).getAsJsonObject().getAsJsonArray("value").get(1).getAsDouble()
        : Double.NaN;
  }

  /** The trace ids of the exemplars of {@code query}. */
  JsonArray exemplars(String query) throws InterruptedException {
    long now = System.currentTimeMillis() / 1000;
    JsonElement reply =
        Http.jsonOrNull(
            url
                + "/api/v1/query_exemplars?start="
                + (now - 300)
                + "&end="
                + (now + 60)
                + "&query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8));
    JsonArray ids = new JsonArray();
    if (reply != null) {
      for (JsonElement series : reply.getAsJsonObject().getAsJsonArray("data")) {
        for (JsonElement each : series.getAsJsonObject().getAsJsonArray("exemplars")) {
          ids.add(each.getAsJsonObject().getAsJsonObject("labels").get("trace_id"));
        }
      }
    }
    return ids;
  }

  private JsonArray result(String path, String query, String field) throws InterruptedException {
    JsonElement reply =
        Http.jsonOrNull(url + path + URLEncoder.encode(query, StandardCharsets.UTF_8));
    JsonObject data = reply == null ? null : reply.getAsJsonObject().getAsJsonObject("data");
    return data == null ? null : data.getAsJsonArray(field);
  }

  /** What it makes of its targets. */
  String targets() throws InterruptedException {
    return String.valueOf(Http.jsonOrNull(url + "/api/v1/targets"));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}

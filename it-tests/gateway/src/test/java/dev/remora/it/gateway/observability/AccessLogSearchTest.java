package dev.remora.it.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.remora.it.gateway.GatewayJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lines of the access log in a real OpenSearch: taken as they are by an index whose fields are
 * those of the template, and no others, and found again.
 */
class AccessLogSearchTest {
  private static final String INDEX = "remora-access-1";
  private static final int REQUESTS = 26;

  @TempDir static Path folder;

  private static OpenSearch search;

  @BeforeAll
  static void index() throws Exception {
    search = OpenSearch.start();
    Path template =
        Path.of(System.getProperty("project.root"), "docs/gateway/access-log-template.json");
    search.ask("PUT", "/_index_template/remora-access", Files.readString(template));
    StringBuilder bulk = new StringBuilder();
    for (String line : lines()) {
      bulk.append("{\"index\":{}}\n").append(line).append('\n');
    }
    JsonObject result = search.ask("POST", "/" + INDEX + "/_bulk?refresh=true", bulk.toString());
    assertThat(result.get("errors").getAsBoolean()).as(result.toString()).isFalse();
  }

  private static List<String> lines() throws Exception {
    Path log = folder.resolve("access.log");
    String settings =
        "access-log: {to: '%s', query: [page], request-headers: [x-tenant]}\n".formatted(log)
            + "trusted-proxies: [127.0.0.1]\n";
    try (Orders orders = new Orders();
        GatewayJar gateway =
            GatewayJar.start(
                orders.exposed() + settings,
                Map.of(
                    "OTEL_TRACES_EXPORTER",
                    "zipkin",
                    "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
                    "http://127.0.0.1:1/spans",
                    "OTEL_METRICS_EXPORTER",
                    "none"))) {
      String base = gateway.url() + "/orders";
      for (int i = 0; i < 20; i++) {
        Http.send("POST", base + "/v1/items?page=" + i, "abc", "x-forwarded-for", "203.0.113.7");
      }
      for (int i = 0; i < 3; i++) {
        Http.get(base + "/503", "x-tenant", "blue", "referer", "https://shop.example/\u00e9\"}");
      }
      Http.get(base + "/v1/items", "x-forwarded-for", "2001:db8::7");
      Http.get(gateway.url() + "/nothing/here");
      Http.get(base + "/%7e/a%22b/%0a?x=%22%7d&page=a%22b");
      await().atMost(Duration.ofSeconds(10)).until(() -> size(log) == REQUESTS);
    }
    return Files.readAllLines(log);
  }

  private static int size(Path log) throws Exception {
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  @AfterAll
  static void stop() throws Exception {
    if (search != null) {
      search.close();
    }
  }

  @Test
  void findsAllOfThem() throws Exception {
    assertThat(count("{\"match_all\":{}}")).isEqualTo(REQUESTS);
  }

  @Test
  void findsThemByARangeOfStatuses() throws Exception {
    assertThat(count("{\"range\":{\"http.response.status_code\":{\"gte\":500}}}")).isEqualTo(3);
    assertThat(count("{\"range\":{\"http.response.status_code\":{\"gte\":400,\"lt\":500}}}"))
        .isEqualTo(2);
    assertThat(count("{\"term\":{\"remora.problem\":\"no-route\"}}")).isEqualTo(1);
    assertThat(count("{\"term\":{\"error.code\":\"bad-target\"}}")).isEqualTo(1);
  }

  @Test
  void findsThemByPathServiceAndOutcome() throws Exception {
    assertThat(count("{\"wildcard\":{\"url.path\":\"/orders/v1/*\"}}")).isEqualTo(21);
    assertThat(count("{\"term\":{\"url.query\":\"page=7\"}}")).isEqualTo(1);
    assertThat(count("{\"term\":{\"service.target.name\":\"orders\"}}")).isGreaterThanOrEqualTo(24);
    assertThat(count("{\"term\":{\"event.outcome\":\"failure\"}}")).isGreaterThanOrEqualTo(4);
    assertThat(count("{\"match\":{\"message\":\"nothing\"}}")).isEqualTo(1);
    assertThat(count("{\"term\":{\"remora.request.headers.x-tenant\":\"blue\"}}")).isEqualTo(3);
  }

  @Test
  void findsThemByTheNetworkOfTheClient() throws Exception {
    assertThat(count("{\"term\":{\"client.ip\":\"203.0.113.0/24\"}}")).isEqualTo(20);
    assertThat(count("{\"term\":{\"client.ip\":\"2001:db8::/32\"}}")).isEqualTo(1);
    assertThat(count("{\"term\":{\"source.ip\":\"127.0.0.0/8\"}}")).isEqualTo(REQUESTS);
  }

  @Test
  void hasThemByTheMinuteAndTheirDurations() throws Exception {
    JsonObject found =
        search.ask(
            "POST",
            "/" + INDEX + "/_search",
            """
            {"size": 0, "aggs": {
              "minutes": {
                "date_histogram": {"field": "@timestamp", "fixed_interval": "1m"},
                "aggs": {"slowest": {"max": {"field": "event.duration"}}}},
              "bytes": {"sum": {"field": "http.request.body.bytes"}}}}
            """);
    JsonObject all = found.getAsJsonObject("aggregations");
    int counted = 0;
    for (JsonElement minute : all.getAsJsonObject("minutes").getAsJsonArray("buckets")) {
      counted += minute.getAsJsonObject().get("doc_count").getAsInt();
    }
    assertThat(counted).isEqualTo(REQUESTS);
    assertThat(all.getAsJsonObject("bytes").get("value").getAsDouble()).isEqualTo(60);
  }

  @Test
  void hasATraceToEach() throws Exception {
    assertThat(count("{\"exists\":{\"field\":\"trace.id\"}}")).isEqualTo(REQUESTS);
    assertThat(count("{\"exists\":{\"field\":\"transaction.id\"}}")).isEqualTo(REQUESTS);
  }

  /** An index without the template makes of each field a type that can be searched as well. */
  @Test
  void isTakenWithoutATemplateToo() throws Exception {
    JsonObject hit =
        search
            .ask("POST", "/" + INDEX + "/_search?size=1", "{}")
            .getAsJsonObject("hits")
            .getAsJsonArray("hits")
            .get(0)
            .getAsJsonObject();
    search.ask("PUT", "/plain/_doc/1?refresh=true", hit.get("_source").toString());
    JsonObject mapping = search.ask("GET", "/plain/_mapping/field/@timestamp", null);
    assertThat(mapping.toString()).contains("\"type\":\"date\"");
  }

  private static int count(String query) throws Exception {
    return search
        .ask("POST", "/" + INDEX + "/_count", "{\"query\":" + query + "}")
        .get("count")
        .getAsInt();
  }
}

package dev.remora.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.cli.Cli;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would become of a request, and why: by the admin server and on the command line. */
class ExplainTest {
  private static final String ROUTES =
      """
      routes:
        - name: canary
          match: {hosts: [shop.example], prefix: /items, headers: {x-canary: "yes"}}
          to: items-next
        - name: items
          match: {hosts: [shop.example, "*.shop.example"], prefix: /items, methods: [GET]}
          strip-prefix: /items
          to: [{service: items, weight: 3}, {service: items-next, weight: 1}]
        - name: user
          match: {template: "/users/{id}"}
          to: items
        - name: inside
          match: {regex: "/inside/[0-9]+", clients: [10.0.0.0/8], query: {debug: {present: true}}}
          to: nowhere
      """;

  @TempDir static Path folder;
  private static ScriptedOrigin origin;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    gateway =
        TestGateway.over("items", origin.port())
            .and("items-next", origin.port())
            .start("admin: {port: 0}\n" + ROUTES);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    origin.close();
  }

  private static JsonObject explain(String json) {
    return JsonParser.parseString(new AdminClient(gateway).post("/explain", json).body())
        .getAsJsonObject();
  }

  private static String whyNot(JsonObject answer, String route) {
    for (JsonElement other : answer.getAsJsonArray("others")) {
      if (other.getAsJsonObject().get("name").getAsString().equals(route)) {
        return other.getAsJsonObject().get("why_not").getAsString();
      }
    }
    throw new AssertionError(route + " is not among " + answer.get("others"));
  }

  @Test
  void namesRouteFiltersServicesAndEndpoint() {
    JsonObject answer = explain("{\"url\": \"https://eu.shop.example:8443/items/7?a=b\"}");
    JsonObject route = answer.getAsJsonObject("route");
    assertThat(route.get("name").getAsString()).isEqualTo("items");
    assertThat(route.get("match").getAsString())
        .isEqualTo("host shop.example or *.shop.example, prefix /items, method GET");
    assertThat(route.getAsJsonArray("filters").toString()).contains("strip-prefix /items");
    JsonArray backends = answer.getAsJsonArray("backends");
    assertThat(backends.get(0).getAsJsonObject().get("share").getAsString())
        .isEqualTo("75% of requests");
    assertThat(backends.get(0).getAsJsonObject().getAsJsonArray("decision").toString())
        .contains("is the service items", "1 of 1 endpoints in")
        .contains("next     127.0.0.1:" + origin.port());
    assertThat(origin.seen()).isEmpty();
  }

  @Test
  void saysWhyNoOtherRouteIsTaken() {
    JsonObject answer =
        explain(
            "{\"url\": \"http://shop.example/items/7\", \"method\": \"GET\","
                + " \"headers\": [\"X-Canary: yes\"], \"client\": \"10.1.2.3\"}");
    assertThat(answer.getAsJsonObject("route").get("name").getAsString()).isEqualTo("items");
    assertThat(whyNot(answer, "canary")).isEqualTo("items is more particular");
    assertThat(whyNot(answer, "user")).isEqualTo("the path is not of template /users/{}");
    assertThat(whyNot(answer, "inside"))
        .isEqualTo("the path is not of regex /inside/[0-9]+, not query debug present");

    JsonObject post = explain("{\"url\": \"http://shop.example/items/7\", \"method\": \"POST\"}");
    assertThat(post.has("route")).isFalse();
    assertThat(post.get("problem").getAsString()).startsWith("404 no-route");
    assertThat(whyNot(post, "items")).isEqualTo("the method is not GET");
    assertThat(whyNot(post, "canary")).isEqualTo("not header x-canary of one value");
    assertThat(whyNot(post, "inside")).contains("the client is not in [10.0.0.0/8]");
  }

  /** What explain says is what happens. */
  @ParameterizedTest
  @CsvSource({
    "GET, /items/7, shop.example",
    "POST, /items/7, shop.example",
    "GET, /items/7, a.b.shop.example",
    "GET, /itemsx, shop.example",
    "GET, /users/12, other.example",
    "GET, /users/12/x, other.example",
    "GET, /users/, other.example",
    "GET, /inside/1?debug, other.example",
    "GET, /a/%2e%2e/items, shop.example",
    "GET, /items/%zz, shop.example"
  })
  void saysWhatHappens(String method, String path, String host) {
    String reply =
        RawClient.exchange(
            gateway.port(),
            method
                + " "
                + path
                + " HTTP/1.1\r\nHost: "
                + host
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    JsonObject answer =
        explain("{\"url\": \"http://" + host + path + "\", \"method\": \"" + method + "\"}");
    String said = answer.has("route") ? "200" : answer.get("problem").getAsString();
    assertThat(reply).startsWith("HTTP/1.1 " + said.substring(0, 3) + " ");
  }

  @Test
  void saysWhatCantBeForwarded() {
    assertThat(explain("{\"url\": \"http://shop.example/%00\"}").get("problem").getAsString())
        .startsWith("400 bad-target");
    assertThat(
            explain("{\"url\": \"http://shop.example/\", \"method\": \"TRACE\"}")
                .get("problem")
                .getAsString())
        .startsWith("501 method-not-supported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"url\": 1",
        "{\"url\": \"shop.example\"}",
        "{\"url\": \"/\", \"client\": \"x\"}",
        "{\"url\": \"/\", \"headers\": [\"x\"]}",
        "{\"url\": \"/\", \"headers\": {}}",
        "{\"url\": {}}"
      })
  void refusesWhatIsNoQuestion(String body) {
    assertThat(new AdminClient(gateway).post("/explain", body).statusCode()).isEqualTo(400);
  }

  @Test
  void tellsItOnTheCommandLine() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), gateway.adminToken());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--admin", "127.0.0.1:" + gateway.adminPort(), "--token-file", token.toString()));
    arguments.add(0, "explain");
    arguments.addAll(List.of("http://shop.example/users/1", "-X", "PUT", "-H", "x: y"));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int status =
        new Cli(file -> Cli.FAILED, file -> List.of(), out, out).run(List.copyOf(arguments));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .startsWith(
            "request  PUT /users/1 of host shop.example\nroute    user: template /users/{}\n")
        .contains("\nbackend  items 100% of requests\n  items is the service items\n")
        .contains("\nnot      items: the path is not of prefix /items, the method is not GET\n");
    assertThat(status).isEqualTo(Cli.OK);
  }
}

package dev.remora.core.discovery.eureka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.EurekaConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.testing.Said;
import dev.remora.core.testing.ScriptedServer;
import dev.remora.core.testing.Told;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that no real Eureka can be made to show. */
class EurekaFaultsTest {
  private static final String SECRET = "pa55word-of-the-shop";
  private static final String ONE = full("UP_1_", instance("i", "10.0.0.1", "ADDED"));
  private static final String TWO = full("UP_1_", instance("i", "10.0.0.2", "ADDED"));

  private final Told told = new Told();
  private final Said said = new Said();
  private final Scheduler scheduler = new Scheduler(said.log());
  private ScriptedServer server;
  private EurekaRegistry registry;

  private static String instance(String id, String address, String action) {
    return "{\"instanceId\":\""
        + id
        + "\",\"ipAddr\":\""
        + address
        + "\",\"status\":\"UP\",\"port\":{\"$\":80,\"@enabled\":\"true\"},\"vipAddress\":\"orders\","
        + "\"actionType\":\""
        + action
        + "\"}";
  }

  private static String full(String hash, String... instances) {
    return "{\"applications\":{\"apps__hashcode\":\""
        + hash
        + "\",\"application\":[{\"name\":\"ORDERS\",\"instance\":["
        + String.join(",", instances)
        + "]}]}}";
  }

  private static ScriptedServer.Script always(int status, String headers, String body) {
    return (request, out) -> {
      out.write(ScriptedServer.answer(status, headers, body));
      return true;
    };
  }

  private static ScriptedServer.Script fetched(String full, String delta) {
    return (request, out) -> {
      out.write(ScriptedServer.answer(200, "", request.endsWith("/delta") ? delta : full));
      return true;
    };
  }

  private void open(ScriptedServer.Script script) {
    server = new ScriptedServer(script);
    open("eureka://127.0.0.1:" + server.port());
  }

  private void open(String uri) {
    registry =
        new EurekaRegistry(
            EurekaConfig.at(uri)
                .username("shop")
                .password(SECRET)
                .poll(Duration.ofMillis(200))
                .build(),
            said.log(),
            scheduler.timer());
    registry.start(told);
    registry.watch("orders");
  }

  @AfterEach
  void closeAndHearNoSecret() {
    registry.close();
    scheduler.close();
    if (server != null) {
      server.close();
    }
    assertThat(said.text() + told.downs() + registry).doesNotContain(SECRET);
  }

  private void awaitOrders(String... addresses) {
    await().until(() -> List.of(addresses).equals(told.addresses("orders")));
  }

  private static final ScriptedServer.Script CLOSED = (request, out) -> false;

  private static final ScriptedServer.Script CUT =
      (request, out) -> {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{".getBytes(UTF_8));
        return false;
      };

  private void standsThrough(ScriptedServer.Script fault, String reason) {
    open(fetched(ONE, full("UP_1_")));
    awaitOrders("10.0.0.1:80");
    server.script(fault);
    await().until(() -> told.events().equals(List.of("down")));
    assertThat(told.downs().get(0)).contains(reason);
    server.script(fetched(TWO, full("UP_1_")));
    awaitOrders("10.0.0.2:80");
    assertThat(told.events()).containsExactly("down", "up");
    assertThat(told.history("orders")).hasSize(2);
    assertThat(told.names()).containsExactly("orders");
  }

  @Test
  void truncatedJson() {
    standsThrough(
        always(200, "", TWO.substring(0, 120)),
        "answers /eureka/apps with JSON that can't be read");
  }

  @Test
  void truncatedGzip() {
    standsThrough(
        always(200, "Content-Encoding: gzip\r\n", "no gzip"),
        "JSON that can't be read: Not in GZIP");
  }

  @Test
  void xml() {
    standsThrough(always(200, "", "<applications/>"), "JSON that can't be read");
  }

  @Test
  void nothingThoughTheHashSaysOtherwise() {
    standsThrough(
        fetched(
            "{\"applications\":{\"apps__hashcode\":\"UP_1_\",\"application\":[]}}", full("UP_2_")),
        "no entry though there are UP_1_");
  }

  @Test
  void closedConnections() {
    standsThrough(CLOSED, "can't be reached");
  }

  @Test
  void answersCutOff() {
    standsThrough(CUT, "can't be reached");
  }

  @ParameterizedTest
  @CsvSource({
    "500, '', 'boom', '500 (boom)'",
    "429, '', 'slow down', '429 (slow down)'",
    "503, '', '', 'with 503'",
    "403, '', '', 'answers /eureka/apps with 403'",
    "404, '', '404 page not found', '404 (404 page not found)'",
    "302, 'Location: http://127.0.0.1:1/', '', 'redirects /eureka/apps/delta (302), which is not followed'",
    "401, '', 'no such user " + SECRET + "', 'user or password are not accepted'",
  })
  void unhappyStatus(int status, String header, String body, String reason) {
    standsThrough(always(status, header.isEmpty() ? "" : header + "\r\n", body), reason);
  }

  @Test
  void oneHiccupIsNoOutage() {
    boolean[] failed = {false};
    ScriptedServer.Script healthy = fetched(ONE, full("UP_1_"));
    open(
        (request, out) -> {
          if (!failed[0]) {
            failed[0] = true;
            out.write(ScriptedServer.answer(500, "", ""));
            return true;
          }
          return healthy.answer(request, out);
        });
    awaitOrders("10.0.0.1:80");
    assertThat(told.events()).isEmpty();
  }

  @Test
  void oneLineForAnOutageHoweverLong() throws Exception {
    open(always(500, "", ""));
    await().until(() -> told.events().equals(List.of("down")));
    int before = server.requests().size();
    Thread.sleep(2000);
    assertThat(told.events()).containsExactly("down");
    // The poll's own pace at most, and at least 50 ms apart.
    assertThat(server.requests().size() - before).isBetween(8, 40);
  }

  @Test
  void changesThatDoNotAddUpAreFollowedByAFullFetch() {
    open(fetched(ONE, full("UP_1_")));
    awaitOrders("10.0.0.1:80");
    // One is added, but the server has three: what the changes don't tell is in the full answer.
    String more = instance("j", "10.0.0.2", "ADDED");
    server.script(
        fetched(
            full(
                "UP_3_",
                instance("i", "10.0.0.1", "ADDED"),
                more,
                instance("k", "10.0.0.3", "ADDED")),
            full("UP_3_", more)));
    awaitOrders("10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80");
    assertThat(told.history("orders")).hasSize(2);
    int before = server.requests().size();
    await().until(() -> server.requests().size() >= before + 2);
    assertThat(server.requests().subList(before, before + 2))
        .containsOnly("GET /eureka/apps/delta");
  }

  @Test
  void changesAreTakenWithoutAFullFetch() {
    open(fetched(ONE, full("UP_1_")));
    awaitOrders("10.0.0.1:80");
    server.script(fetched("not asked for", full("UP_2_", instance("j", "10.0.0.2", "ADDED"))));
    awaitOrders("10.0.0.1:80", "10.0.0.2:80");
    server.script(
        fetched(
            "not asked for",
            full(
                "UP_1_",
                instance("j", "10.0.0.2", "MODIFIED"),
                instance("i", "10.0.0.1", "DELETED"))));
    awaitOrders("10.0.0.2:80");
    assertThat(told.events()).isEmpty();
    assertThat(fulls()).hasSize(1);
  }

  @Test
  void aServerWithoutDeltasIsAskedForAllEachTime() {
    open(
        (request, out) -> {
          boolean delta = request.endsWith("/delta");
          out.write(ScriptedServer.answer(delta ? 403 : 200, "", delta ? "" : ONE));
          return true;
        });
    awaitOrders("10.0.0.1:80");
    await().until(() -> fulls().size() >= 4);
    assertThat(server.requests().size() - fulls().size()).isEqualTo(1);
    assertThat(told.events()).isEmpty();
  }

  @Test
  void aServerThatHangsMakesWayForTheNext() {
    ScriptedServer hanging =
        new ScriptedServer(
            (request, out) -> {
              Thread.sleep(60_000);
              return false;
            });
    try (hanging) {
      server = new ScriptedServer(fetched(ONE, full("UP_1_")));
      open("eureka://127.0.0.1:" + hanging.port() + ",127.0.0.1:" + server.port() + "/eureka");
      await()
          .atMost(EurekaApi.TIMEOUT.plusSeconds(3))
          .until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
      await().until(() -> server.requests().size() >= 3);
      assertThat(hanging.requests()).hasSize(1);
      assertThat(told.events()).isEmpty();
    }
  }

  @Test
  void aServerWhoseAnswersCannotBeReadMakesWayForTheNext() {
    try (ScriptedServer broken = new ScriptedServer(always(200, "", "{"))) {
      server = new ScriptedServer(fetched(ONE, full("UP_1_")));
      open("eureka://127.0.0.1:" + broken.port() + ",127.0.0.1:" + server.port() + "/eureka");
      awaitOrders("10.0.0.1:80");
      assertThat(told.events()).isEmpty();
      // Back at the first, which now can: its changes are none of those the other would tell.
      broken.script(fetched(TWO, full("UP_1_")));
      server.script(always(500, "", ""));
      awaitOrders("10.0.0.2:80");
      assertThat(broken.requests()).endsWith("GET /eureka/apps");
      assertThat(told.events()).isEmpty();
    }
  }

  @Test
  void closesInTimeThoughEurekaHangs() {
    server =
        new ScriptedServer(
            (request, out) -> {
              if (!request.startsWith("POST")) {
                Thread.sleep(60_000);
              }
              out.write(ScriptedServer.answer(204, "", ""));
              return true;
            });
    open("eureka://127.0.0.1:" + server.port());
    registry.register(new Registration("orders", Endpoint.at("10.0.0.7", 8080).build()));
    await().until(() -> said.text().contains("registered in Eureka"));
    long start = System.nanoTime();
    registry.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(said.text()).contains("can't take orders at 10.0.0.7:8080 out");
    assertThat(server.requests())
        .contains("POST /eureka/apps/ORDERS")
        .endsWith("DELETE /eureka/apps/ORDERS/10.0.0.7%3Aorders%3A8080");
  }

  private List<String> fulls() {
    return server.requests().stream()
        .filter(request -> request.endsWith("/apps"))
        .collect(Collectors.toList());
  }
}

package dev.remora.it.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each request comes in once and ends once, and what serves it knows what it belongs to. */
class InboundTest {
  /** What every server does, by path: the end that is told of it. */
  private static final Map<String, String> EVERYWHERE =
      Map.of("/missing", "404 null null", "/error", "503 ");

  private static final Map<String, String> SERVLETS =
      Map.of(
          "/here", "200 ",
          "/forward", "200 ",
          "/include", "200 ",
          "/async", "200 ",
          "/async-pool", "200 ",
          "/async-dispatch", "200 ",
          "/async-timeout", "500 ",
          "/throw", "500 ");

  static Stream<ServerUnderTest> servers() {
    return Stream.concat(ServerUnderTest.servlets().stream(), ServerUnderTest.jdkServers().stream())
        .filter(server -> server.toString().contains(System.getProperty("server", "")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void eachRequestHasItsContextOnceAndEverywhere(ServerUnderTest under) throws Exception {
    try (Server server = Server.start(under)) {
      servedEverywhere(under, server);
      endsOnce(under, server);
      isToldApart(server);
      leavesNothingBehind(server);
      assertThat(server.complaints()).isEmpty();
    }
  }

  private static void servedEverywhere(ServerUnderTest under, Server server) throws IOException {
    String answer = server.get("/work?a=b", "everywhere");
    assertThat(answer).startsWith("200 ");
    Map<String, String> seen = contexts(answer);
    assertThat(seen).containsEntry("thread", "context-everywhere");
    // What is repeated is no request's, and a thread may live longer than the one that began it.
    assertThat(seen.remove("periodic")).isEqualTo("null");
    assertThat(seen.remove("new-thread")).isEqualTo("null");
    assertThat(seen.values()).as(seen.toString()).containsOnly("context-everywhere");
    assertThat(seen.keySet().stream().filter(kind -> kind.startsWith("virtual")))
        .hasSize(under.hasVirtualThreads() ? 5 : 0);
    String route = under.main() == null ? "/work" : under.isJetty() ? "null" : "/work/*";
    assertThat(ended(server, Set.of("everywhere")).get("everywhere"))
        .isEqualTo(
            "GET /work?a=b http 127.0.0.1:port 127.0.0.1:port HTTP/1.1|1|200 " + route + " null");
  }

  private static void endsOnce(ServerUnderTest under, Server server) throws IOException {
    Map<String, String> expected = new LinkedHashMap<>(EVERYWHERE);
    if (under.main() == null) {
      expected.put("/async", "200 ");
      expected.put("/throw", "0 null java.lang.IllegalStateException");
    } else {
      expected.putAll(SERVLETS);
    }
    expected.forEach(
        (path, end) -> {
          String name = path.substring(1);
          boolean unanswered = end.startsWith("0");
          String answer = unanswered ? server.post(path, name) : server.get(path, name);
          if (end.startsWith("200")) {
            assertThat(answer).isEqualTo("200 thread=context-" + path.substring(1) + "\n");
          } else if (!unanswered) {
            assertThat(answer).startsWith(end.substring(0, 4));
          }
        });
    Map<String, String> paths = new LinkedHashMap<>();
    expected.forEach((path, end) -> paths.put(path.substring(1), path));
    Map<String, String> ended = ended(server, paths.keySet());
    paths.forEach(
        (name, path) ->
            assertThat(ended.get(name))
                .startsWith(
                    (expected.get(path).startsWith("0") ? "POST " : "GET ") + path + " http ")
                .contains("|1|" + expected.get(path)));
    if (under.main() != null && !under.isUndertow()) {
      // Undertow answers it deep within, and keeps it to itself.
      assertThat(ended.get("throw")).endsWith("ServletException");
    }
  }

  private static void isToldApart(Server server) throws IOException {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < 40; i++) {
      names.add("many-" + i);
      answers.add(server.getLater("/work", "many-" + i));
    }
    for (int i = 0; i < answers.size(); i++) {
      Map<String, String> seen = contexts(answers.get(i).join());
      assertThat(seen).isNotEmpty();
      seen.remove("periodic");
      seen.remove("new-thread");
      assertThat(seen.values()).as(seen.toString()).containsOnly("context-many-" + i);
    }
    assertThat(ended(server, names).values()).allMatch(line -> line.contains("|1|200 "));
  }

  /** Requests that are nobody's, in all threads there are. */
  private static void leavesNothingBehind(Server server) throws IOException {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.add(server.getLater("/unserved", "unserved-" + i));
    }
    for (CompletableFuture<String> answer : answers) {
      assertThat(answer.join()).startsWith("200 ");
      Map<String, String> seen = contexts(answer.join());
      assertThat(seen.values()).as(seen.toString()).isNotEmpty().containsOnly("null");
    }
    // Nor has anything ended a second time meanwhile.
    assertThat(server.report())
        .noneSatisfy((name, line) -> assertThat(name).contains("unserved"))
        .allSatisfy((name, line) -> assertThat(line).contains("|1|"));
  }

  private static Map<String, String> contexts(String answer) {
    Map<String, String> contexts = new LinkedHashMap<>();
    for (String line : answer.substring(4).lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        contexts.put(line.substring(0, equals), line.substring(equals + 1).trim());
      }
    }
    return contexts;
  }

  /** A client may have read the response before the server has done with the request. */
  private static Map<String, String> ended(Server server, Set<String> names) throws IOException {
    Map<String, String> ended = new LinkedHashMap<>();
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              Map<String, String> report = server.report();
              for (String name : names) {
                assertThat(report.get("context-" + name)).as(name).matches(".*\\|[1-9]\\|.*");
                ended.put(name, report.get("context-" + name));
              }
            });
    return ended;
  }
}

package dev.remora.core.discovery.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.config.ConsulConfig;
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

/** Faults that no real Consul can be made to show. */
class ConsulFaultsTest {
  private static final String SECRET = "11111111-2222-3333-4444-555555555555";
  private static final String ONE = "[{\"Service\":{\"Address\":\"10.0.0.1\",\"Port\":80}}]";
  private static final String TWO = "[{\"Service\":{\"Address\":\"10.0.0.2\",\"Port\":80}}]";

  private final Told told = new Told();
  private final Said said = new Said();
  private ScriptedServer server;
  private ConsulRegistry registry;

  /** Answers for the watch; the names never change. */
  private void open(ScriptedServer.Script script) {
    server = new ScriptedServer(answering(script));
    registry =
        new ConsulRegistry(
            ConsulConfig.at("127.0.0.1", server.port())
                .token(SECRET)
                .queryWait(Duration.ofSeconds(1))
                .build(),
            said.log());
    registry.start(told);
    registry.watch("orders");
  }

  private static ScriptedServer.Script answering(ScriptedServer.Script script) {
    return (request, out) -> {
      if (request.contains("/catalog/")) {
        if (request.contains("index=")) {
          Thread.sleep(1000);
        }
        out.write(ScriptedServer.answer(200, "X-Consul-Index: 7\r\n", "{\"orders\":[]}"));
        return true;
      }
      return script.answer(request, out);
    };
  }

  @AfterEach
  void closeAndHearNoSecret() {
    registry.close();
    server.close();
    assertThat(said.text() + told.downs()).doesNotContain(SECRET);
  }

  private static ScriptedServer.Script always(int status, String headers, String body) {
    return (request, out) -> {
      if (request.contains("index=")) {
        Thread.sleep(1000);
      }
      out.write(ScriptedServer.answer(status, headers, body));
      return true;
    };
  }

  private static ScriptedServer.Script healthy(String body) {
    return always(200, "X-Consul-Index: 7\r\n", body);
  }

  private static final ScriptedServer.Script TRUNCATED =
      always(200, "X-Consul-Index: 7\r\n", TWO.substring(0, 30));

  private static final ScriptedServer.Script CLOSED = (request, out) -> false;

  private static final ScriptedServer.Script CUT =
      (request, out) -> {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[{".getBytes(UTF_8));
        return false;
      };

  private static final ScriptedServer.Script GIBBERISH =
      (request, out) -> {
        out.write("SSH-2.0-OpenSSH_9.9\r\n\r\n\r\n".getBytes(UTF_8));
        return false;
      };

  private void standsThrough(ScriptedServer.Script fault, String reason) {
    open(healthy(ONE));
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    server.script(answering(fault));
    await().until(() -> told.events().equals(List.of("down")));
    assertThat(told.downs().get(0)).contains(reason);
    server.script(answering(healthy(TWO)));
    await()
        .atMost(Duration.ofSeconds(25))
        .until(() -> List.of("10.0.0.2:80").equals(told.addresses("orders")));
    await().until(() -> told.events().equals(List.of("down", "up")));
    assertThat(told.history("orders")).hasSize(2);
    assertThat(watches()).anyMatch(path -> path.endsWith("?passing=1&consistent"));
  }

  @Test
  void truncatedJson() {
    standsThrough(TRUNCATED, "answers /v1/health/service/orders with JSON that can't be read");
  }

  @Test
  void closedConnections() {
    standsThrough(CLOSED, "can't be reached");
  }

  @Test
  void answersCutOff() {
    standsThrough(CUT, "can't be reached");
  }

  @Test
  void noHttpAtAll() {
    standsThrough(GIBBERISH, "can't be reached");
  }

  @ParameterizedTest
  @CsvSource({
    "500, 'No cluster leader', '500 (No cluster leader)'",
    "429, 'slow down', '429 (slow down)'",
    "503, '', 'with 503'",
    "404, '404 page not found', '404 (404 page not found)'",
    "302, '', 'with 302'",
    "403, 'no such token " + SECRET + "', 'an ACL problem'",
  })
  void unhappyStatus(int status, String body, String reason) {
    standsThrough(always(status, "", body), reason);
  }

  @Test
  void anEmptyListOutOfWhichTheAclTookSomething() {
    standsThrough(
        always(200, "X-Consul-Index: 8\r\nX-Consul-Results-Filtered-By-ACLs: true\r\n", "[]"),
        "an ACL problem: the token lacks service:read or node:read");
  }

  @Test
  void oneLineForAnOutageHoweverLong() throws Exception {
    open(always(500, "", "No cluster leader"));
    registry.watch("billing");
    await().until(() -> told.events().equals(List.of("down")));
    Thread.sleep(5000);
    assertThat(told.events()).containsExactly("down");
    // With full jitter below 0.5, 1, 2, 4 … seconds, by far not a busy loop.
    assertThat(watches()).hasSizeBetween(4, 40);
  }

  @Test
  void oneHiccupIsNoOutage() throws Exception {
    boolean[] failed = {false};
    open(
        (request, out) -> {
          if (!failed[0]) {
            failed[0] = true;
            out.write(ScriptedServer.answer(500, "", "rpc error"));
            return true;
          }
          return healthy(ONE).answer(request, out);
        });
    await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
    assertThat(told.events()).isEmpty();
  }

  @Test
  void aMissingIndexIsPolledForAtTheSlowPace() throws Exception {
    for (String header : List.of("", "X-Consul-Index: soon\r\n", "X-Consul-Index: -5\r\n")) {
      open(
          (request, out) -> {
            out.write(ScriptedServer.answer(200, header, ONE));
            return true;
          });
      await().until(() -> List.of("10.0.0.1:80").equals(told.addresses("orders")));
      Thread.sleep(3000);
      assertThat(watches()).hasSizeBetween(2, 6).noneMatch(path -> path.contains("index="));
      registry.close();
      server.close();
    }
  }

  @Test
  void anIndexOfZeroIsWaitedForAsOne() {
    open(always(200, "X-Consul-Index: 0\r\n", ONE));
    await().until(() -> watches().size() >= 2);
    assertThat(watches().get(1)).endsWith("passing=1&index=1&wait=1000ms");
  }

  @Test
  void aLowerIndexStartsOver() {
    int[] indexes = {50, 40, 60, 60, 60, 60, 60};
    int[] answered = {0};
    open(
        (request, out) -> {
          int index = indexes[Math.min(answered[0]++, indexes.length - 1)];
          String body = index == 40 ? "[]" : ONE;
          return always(200, "X-Consul-Index: " + index + "\r\n", body).answer(request, out);
        });
    await().until(() -> watches().size() >= 4);
    assertThat(watches().get(0)).endsWith("passing=1&consistent");
    assertThat(watches().get(1)).contains("passing=1&index=50");
    assertThat(watches().get(2)).endsWith("passing=1&consistent");
    assertThat(watches().get(3)).contains("index=60");
    // A server that has just come up may know nothing yet.
    assertThat(told.history("orders")).hasSize(1);
  }

  @Test
  void aServerThatDoesNotBlockIsNotHammered() throws Exception {
    open(
        (request, out) -> {
          out.write(ScriptedServer.answer(200, "X-Consul-Index: 7\r\n", ONE));
          return true;
        });
    Thread.sleep(5000);
    assertThat(watches()).hasSizeBetween(3, 7);
  }

  @Test
  void aSlowLorisIsGivenUpOn() {
    server =
        new ScriptedServer(
            (request, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
              for (int i = 0; i < 1000; i++) {
                out.write(' ');
                out.flush();
                Thread.sleep(100);
              }
              return true;
            });
    registry = new ConsulRegistry(ConsulConfig.at("127.0.0.1", server.port()).build(), said.log());
    registry.start(told);
    await()
        .atMost(BlockingQuery.GRACE.multipliedBy(2).plusSeconds(5))
        .until(() -> told.events().equals(List.of("down")));
    assertThat(told.downs().get(0)).endsWith("no answer within 10000 ms");
  }

  private List<String> watches() {
    return server.requests().stream()
        .filter(request -> request.contains("/health/"))
        .collect(Collectors.toList());
  }
}

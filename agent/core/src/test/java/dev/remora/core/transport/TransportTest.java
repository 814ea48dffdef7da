package dev.remora.core.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.log.Log;
import dev.remora.core.testing.ConsulServer;
import dev.remora.core.testing.ScriptedServer;
import dev.remora.core.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportTest {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("test-timer"));
  private final Transport transport = new Transport(timer, new Log(Log.Level.OFF, System.err));

  @AfterEach
  void close() {
    transport.close();
    timer.shutdownNow();
  }

  @Test
  void startsOneThreadWithTheFirstRequestAndNoOtherEver() throws Exception {
    try (ScriptedServer server = new ScriptedServer(TransportTest::hello)) {
      Peer peer = transport.peer("127.0.0.1", server.port());
      Peer other = transport.peer("127.0.0.1", server.port());
      assertThat(Threads.named("remora")).isEmpty();
      List<Answers> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(Answers.to(i % 2 == 0 ? peer : other, Request.get("/" + i)));
      }
      for (Answers each : answers) {
        assertThat(each.response().status()).isEqualTo(200);
        assertThat(each.thread()).isEqualTo("remora-io");
      }
      assertThat(Threads.named("remora")).containsExactly("remora-io");
      transport.close();
      assertThat(Threads.named("remora")).isEmpty();
    }
  }

  @Test
  void looksNamesUpElsewhereAndTriesEachAddress() throws Exception {
    try (ScriptedServer server = new ScriptedServer(TransportTest::hello)) {
      Answers answers = Answers.to(transport.peer("localhost", server.port()), Request.get("/"));
      assertThat(answers.response().status()).isEqualTo(200);
      assertThat(Threads.named("remora")).containsExactly("remora-dns", "remora-io");
    }
  }

  @Test
  void sendsHeadersAndBodiesAndReadsThem() throws Exception {
    List<String> seen = new ArrayList<>();
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              seen.add(request);
              out.write(ScriptedServer.answer(201, "X-Some: first\r\nx-some: second\r\n", "été"));
              return true;
            })) {
      Peer peer = transport.peer("127.0.0.1", server.port());
      Response response =
          Answers.to(peer, Request.put("/a?b=c", "{}".getBytes(UTF_8), "application/json"))
              .response();
      assertThat(seen).containsExactly("PUT /a?b=c");
      assertThat(response.status()).isEqualTo(201);
      assertThat(response.header("x-SOME")).isEqualTo("first");
      assertThat(response.header("other")).isNull();
      assertThat(new String(response.body(), UTF_8)).isEqualTo("été");
      assertThat(response.http2()).isFalse();
    }
  }

  @Test
  void keepsConnectionsForTheNextRequest() throws Exception {
    try (ScriptedServer server = new ScriptedServer(TransportTest::hello)) {
      Peer peer = transport.peer("127.0.0.1", server.port());
      for (int i = 0; i < 10; i++) {
        Answers.to(peer, Request.get("/" + i)).response();
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void takesAFreshConnectionWhereThePeerClosedTheKeptOne() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              if (request.endsWith("/gone")) {
                // A request may only be answered by a connection's first use.
                return false;
              }
              hello(request, out);
              return true;
            })) {
      Peer peer = transport.peer("127.0.0.1", server.port());
      Answers.to(peer, Request.get("/first")).response();
      Throwable failure = Answers.to(peer, Request.get("/gone")).failure();
      assertThat(failure).isNotNull();
      // Once on the kept connection, once on a fresh one, and no more.
      assertThat(server.requests()).containsExactly("GET /first", "GET /gone", "GET /gone");
      assertThat(server.connections()).isEqualTo(2);
      Answers.to(peer, Request.get("/last")).response();
    }
  }

  @Test
  void boundsTheBody() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              if (request.endsWith("/said")) {
                out.write(ScriptedServer.answer(200, "", "x".repeat(2000)));
              } else {
                out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
                for (int i = 0; i < 20; i++) {
                  out.write(("64\r\n" + "x".repeat(100) + "\r\n").getBytes(UTF_8));
                }
                out.write("0\r\n\r\n".getBytes(UTF_8));
              }
              return true;
            })) {
      Peer peer = transport.peer("127.0.0.1", server.port());
      for (String path : List.of("/said", "/unsaid")) {
        assertThat(Answers.to(peer, Request.get(path).maxBody(1999)).failure())
            .hasMessage("the answer has more than the 1999 bytes allowed");
        assertThat(Answers.to(peer, Request.get(path).maxBody(2000)).response().body())
            .hasSize(2000);
      }
    }
  }

  @Test
  void boundsTheTimeOfAWholeAnswer() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
              for (int i = 0; i < 1000; i++) {
                out.write('x');
                out.flush();
                Thread.sleep(20);
              }
              return true;
            })) {
      Peer peer = transport.peer("127.0.0.1", server.port());
      long start = System.nanoTime();
      assertThat(Answers.to(peer, Request.get("/").timeout(Duration.ofMillis(400))).failure())
          .hasMessage("no answer within 400 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void saysWhyThereIsNoConnection() throws Exception {
    int port = ConsulServer.freePort();
    assertThat(Answers.to(transport.peer("127.0.0.1", port), Request.get("/")).failure())
        .hasMessageContaining("no connection to /127.0.0.1:" + port)
        .hasMessageContaining("refused");
    assertThat(Answers.to(transport.peer("nowhere.invalid", port), Request.get("/")).failure())
        .hasMessage("the name nowhere.invalid can't be resolved");
  }

  @Test
  void abandonsWithoutAWord() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              Thread.sleep(60_000);
              return true;
            })) {
      Peer peer = transport.peer("127.0.0.1", server.port());
      Answers answers = Answers.to(peer, Request.get("/").timeout(Duration.ofMillis(500)));
      await().until(() -> server.requests().size() == 1);
      answers.pending.abandon();
      Thread.sleep(700);
      assertThat(answers.isDone()).isFalse();
    }
  }

  @Test
  void survivesACallbackThatThrows() throws Exception {
    try (ScriptedServer server = new ScriptedServer(TransportTest::hello)) {
      Peer peer = transport.peer("127.0.0.1", server.port());
      peer.send(
          Request.get("/"),
          new Callback() {
            @Override
            public void answered(Response response) {
              throw new AssertionError("not ours");
            }

            @Override
            public void failed(Exception cause) {}
          });
      await().until(() -> server.requests().size() == 1);
      assertThat(Answers.to(peer, Request.get("/")).response().status()).isEqualTo(200);
    }
  }

  @Test
  void failsWhatIsUnderWayWhenClosedAndAllThatComesLater() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              Thread.sleep(60_000);
              return true;
            })) {
      Peer peer = transport.peer("127.0.0.1", server.port());
      Answers answers = Answers.to(peer, Request.get("/"));
      await().until(() -> server.requests().size() == 1);
      long start = System.nanoTime();
      transport.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
      assertThat(answers.failure()).hasMessageContaining("closed");
      assertThat(Answers.to(peer, Request.get("/")).failure()).hasMessageContaining("closed");
    }
  }

  private static boolean hello(String request, java.io.OutputStream out)
      throws java.io.IOException {
    out.write(ScriptedServer.answer(200, "", "hello " + request));
    return true;
  }
}

package dev.remora.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.gateway.TestGateway;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.Requests;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Routes that change while requests come in, and the shares that a route gives its services. */
class RouteChangesTest {
  private static final String A = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na";
  private static final String B = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb";

  @Test
  void loseNoRequestAndActAtOnce() throws InterruptedException {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(A);
        TestGateway gateway = TestGateway.over("a", origin.port()).start(routes(0))) {
      AtomicBoolean ends = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      List<String> wrong = new CopyOnWriteArrayList<>();
      Thread load = new Thread(() -> load(gateway.port(), ends, answered, wrong));
      load.start();
      long slowest = 0;
      try {
        for (int i = 1; i <= 1_000; i++) {
          long began = System.nanoTime();
          gateway.reload(routes(i));
          if (i % 50 == 0) {
            String reply = Requests.send(gateway.port(), "GET /route-" + i);
            slowest = Math.max(slowest, System.nanoTime() - began);
            assertThat(reply).startsWith("HTTP/1.1 200 ");
            assertThat(Requests.send(gateway.port(), "GET /route-" + (i - 1)))
                .as("the route before is gone")
                .startsWith("HTTP/1.1 404 ");
          }
        }
      } finally {
        ends.set(true);
        load.join();
      }
      assertThat(wrong).isEmpty();
      assertThat(answered.get()).isGreaterThan(100);
      // 100 ms is what it is to take, the request on a connection of its own included; ten times
      // that on a machine that does much else.
      assertThat(slowest).isLessThan(1_000_000_000L);
    }
  }

  private static String routes(int change) {
    return "routes:\n  - {name: all, match: {prefix: /all}, to: a}\n"
        + ("  - {name: r" + change + ", match: {path: /route-" + change + "}, to: a}\n");
  }

  private static void load(
      int port, AtomicBoolean ends, AtomicInteger answered, List<String> wrong) {
    try (RawClient client = new RawClient(port)) {
      String all = "";
      while (!ends.get()) {
        client.send("GET /all HTTP/1.1\r\nHost: a\r\n\r\n");
        int count = answered.incrementAndGet();
        while (all.split("\r\n\r\na", -1).length - 1 < count && !client.isClosed()) {
          all = client.readUntilSilent(1);
        }
        if (client.isClosed()) {
          wrong.add("closed after " + count);
          return;
        }
      }
      for (String reply : all.split("(?<=\r\n\r\na)", 0)) {
        if (!reply.startsWith("HTTP/1.1 200 ")) {
          wrong.add(reply);
        }
      }
    }
  }

  @Test
  void areGivenByWeight() {
    try (ScriptedOrigin a = ScriptedOrigin.answering(A);
        ScriptedOrigin b = ScriptedOrigin.answering(B);
        TestGateway gateway =
            TestGateway.over("a", a.port())
                .and("b", b.port())
                .start(
                    """
                    routes:
                      - name: r
                        to: [{service: a, weight: 3}, {service: b, weight: 1}, {service: c, weight: 0}]
                      - {name: none, match: {prefix: /none}, to: [{service: a, weight: 0}]}
                    """)) {
      int ofA = 0;
      for (int i = 0; i < 400; i++) {
        String reply = Requests.send(gateway.port(), "GET /");
        assertThat(reply).startsWith("HTTP/1.1 200 ");
        ofA += reply.endsWith("a") ? 1 : 0;
      }
      // 300 are expected; six standard deviations are 52.
      assertThat(ofA).isBetween(248, 352);
      assertThat(Requests.send(gateway.port(), "GET /none")).startsWith("HTTP/1.1 503 ");
    }
  }
}

package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service of ten endpoints, each a process of its own, whose endpoints are restarted one after
 * the other, whose registry goes away, and one of which breaks, while an unchanged application
 * calls it. With {@code -Doutage=10m} the registry is away for ten minutes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenEndpointsTest {
  private static final int ENDPOINTS = 10;

  private ConsulAgent consul;
  private Service service;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    consul = ConsulAgent.prepare(folder);
    consul.start();
    service = new Service(consul, ENDPOINTS);
  }

  @AfterAll
  void end() throws Exception {
    if (service != null) {
      service.close();
    }
    consul.close();
  }

  /** Waits until so many of the endpoints have answered from now on. */
  private void awaitAnswers(App load, int most) throws Exception {
    load.tell("answers");
    Set<Integer> heard = new HashSet<>();
    Await.until(
        () -> {
          String answers = load.tell("answers");
          for (int i = 0; i < service.size(); i++) {
            if (answers.contains(service.port(i) + "=")) {
              heard.add(i);
            }
          }
          return heard.size() >= most;
        });
  }

  /** No call was lost, of a number that is worth it; the measured numbers are printed. */
  private static void assertNoneLost(String run, App load) throws Exception {
    long made = Long.parseLong(load.tell("made"));
    System.out.printf(
        "%s: %d calls made, %s lost, the longest took %s ms%n",
        run, made, load.tell("lost"), load.tell("longest"));
    assertThat(load.tell("lost")).as(load.tell("losses")).isEqualTo("0");
    assertThat(made).isGreaterThan(1_000);
  }

  /** Nothing is set: a process that is asked to end leaves first. */
  @Test
  void noCallIsLostWhenEachIsAskedToEnd() throws Exception {
    try (App load = service.load()) {
      awaitAnswers(load, ENDPOINTS);
      for (int i = 0; i < ENDPOINTS; i++) {
        service.process(i).terminate();
        assertThat(service.lists(i)).isFalse();
        service.startAgain(i);
      }
      awaitAnswers(load, ENDPOINTS);
      assertNoneLost("restarts by SIGTERM", load);
    }
  }

  /** What was under way has to be sent again, which is the owner's to allow. */
  @Test
  void noCallThatMayBeRetriedIsLostWhenEachIsKilled() throws Exception {
    try (App load = service.load("services.orders.retry.attempts=2")) {
      awaitAnswers(load, ENDPOINTS);
      for (int i = 0; i < ENDPOINTS; i++) {
        service.process(i).kill();
        service.startAgain(i);
      }
      // One may be ejected, for its 30 s.
      awaitAnswers(load, ENDPOINTS - 1);
      assertNoneLost("restarts by SIGKILL", load);
    }
  }

  /** How long the registry is away: seconds or minutes, such as 15s, 10m. */
  private static Duration outage() {
    return Duration.parse("PT" + System.getProperty("outage", "5s"));
  }

  @Test
  void noCallIsLostWhileTheRegistryIsAway() throws Exception {
    Duration outage = outage();
    try (App load = service.load()) {
      awaitAnswers(load, ENDPOINTS);
      consul.stop();
      long end = System.nanoTime() + outage.toNanos();
      // It can't be known before the registry is back.
      int added = service.add();
      try {
        while (System.nanoTime() < end) {
          Thread.sleep(Math.min(1_000, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
          assertThat(load.tell("lost")).as(load.tell("losses")).isEqualTo("0");
        }
        assertThat(load.tell("answers")).doesNotContain(added + "=");
        awaitAnswers(load, ENDPOINTS);

        long back = System.nanoTime();
        consul.start();
        Await.until(() -> load.tell("answers").contains(added + "="));
        System.out.printf(
            "registry away for %s: the first call to what was new came %d ms after it was started%n",
            outage, (System.nanoTime() - back) / 1_000_000);
        service.awaitListed();
        awaitAnswers(load, ENDPOINTS + 1);
        assertNoneLost("registry away for " + outage, load);
      } finally {
        service.remove(ENDPOINTS);
      }
    }
  }

  /** What breaks an endpoint: SIGKILL, a closed connection instead of an answer, status 500. */
  @ParameterizedTest
  @ValueSource(strings = {"killed", "drop", "fail"})
  void aBrokenEndpointIsOutAfterFiveFailures(String how) throws Exception {
    // So that each endpoint gets its turn.
    try (App probe = service.probe("services.orders.balance=round-robin")) {
      Await.until(() -> probe.get("http://orders/").startsWith("200"));
      if (how.equals("killed")) {
        service.process(0).kill();
      } else {
        service.process(0).tell(how);
      }
      int lost = 0;
      for (int i = 0; i < 8 * ENDPOINTS; i++) {
        lost += probe.get("http://orders/").startsWith("200") ? 0 : 1;
      }
      String status = Cli.run(17, "status", String.valueOf(probe.pid())).out();
      Matcher row = row(service.port(0)).matcher(status);
      assertThat(row.find()).as(status).isTrue();
      int failures = Integer.parseInt(row.group("failures"));
      int connectFailures = Integer.parseInt(row.group("connects"));
      assertThat(failures + connectFailures).as(status).isEqualTo(5);
      assertThat(row.group("out")).startsWith("ejected: 5 failures in a row");
      assertThat(lost).isEqualTo(how.equals("fail") ? 5 : 0);
    } finally {
      if (how.equals("killed")) {
        service.startAgain(0);
      } else {
        service.process(0).tell("ok");
      }
    }
  }

  private static Pattern row(int port) {
    return Pattern.compile(
        ":" + port + " +1 +\\d+ +\\d+ +(?<failures>\\d+) +(?<connects>\\d+) *(?<out>.*)");
  }
}

package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service of ten endpoints, each a process, of which one after the other is ended and started
 * again, while a client calls it all the time. No call is lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollingRestartTest {
  private static final int ENDPOINTS = 10;

  private final List<Integer> ports = new ArrayList<>();
  private final List<App> endpoints = new ArrayList<>();
  private ConsulAgent consul;

  @BeforeAll
  void startEndpoints(@TempDir Path folder) throws Exception {
    consul = ConsulAgent.prepare(folder);
    consul.start();
    for (int i = 0; i < ENDPOINTS; i++) {
      int port = ConsulAgent.freePort();
      ports.add(port);
      endpoints.add(Running.endpoint(consul, port));
    }
    for (int i = 0; i < ENDPOINTS; i++) {
      endpoints.get(i).ready();
      awaitListed(ports.get(i));
    }
  }

  @AfterAll
  void end() throws Exception {
    for (App endpoint : endpoints) {
      endpoint.close();
    }
    consul.close();
  }

  private boolean isListed(int port) throws Exception {
    return consul.endpoints("orders").contains("\"Port\": " + port + ",");
  }

  private void awaitListed(int port) {
    Await.until(() -> isListed(port));
  }

  private void startAgain(int number) throws Exception {
    int port = ports.get(number);
    endpoints.set(number, Running.endpoint(consul, port).ready());
    awaitListed(port);
  }

  /** Waits until so many of the endpoints have answered from now on. */
  private void awaitAnswers(App load, int most) throws Exception {
    load.tell("answers");
    Set<Integer> heard = new HashSet<>();
    Await.until(
        () -> {
          String answers = load.tell("answers");
          ports.stream().filter(port -> answers.contains(port + "=")).forEach(heard::add);
          return heard.size() >= most;
        });
  }

  private static void assertNoneLost(App load) throws Exception {
    System.err.println(
        load.tell("made")
            + " "
            + load.tell("lost")
            + " "
            + load.tell("losses")
            + " "
            + load.tell("longest"));
    assertThat(load.tell("lost")).as(load.tell("losses")).isEqualTo("0");
    assertThat(Long.parseLong(load.tell("made"))).isGreaterThan(1_000);
  }

  /** Nothing is set: a process that is asked to end leaves first. */
  @Test
  void noCallIsLostWhenEachIsAskedToEnd() throws Exception {
    try (App load = Running.load(consul)) {
      awaitAnswers(load, ENDPOINTS);
      for (int i = 0; i < ENDPOINTS; i++) {
        endpoints.get(i).terminate();
        assertThat(isListed(ports.get(i))).isFalse();
        startAgain(i);
      }
      awaitAnswers(load, ENDPOINTS);
      assertNoneLost(load);
    }
  }

  /** What was under way has to be sent again, which is the owner's to allow. */
  @Test
  void noCallThatMayBeRetriedIsLostWhenEachIsKilled() throws Exception {
    try (App load = Running.load(consul, "services.orders.retry.attempts=2")) {
      awaitAnswers(load, ENDPOINTS);
      for (int i = 0; i < ENDPOINTS; i++) {
        endpoints.get(i).kill();
        startAgain(i);
      }
      // The first that was killed is ejected for its 30 s.
      awaitAnswers(load, ENDPOINTS - 1);
      assertNoneLost(load);
    }
  }
}

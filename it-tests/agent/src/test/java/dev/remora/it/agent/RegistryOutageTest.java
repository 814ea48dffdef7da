package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Consul that is not there yet, that dies, and that comes back. */
class RegistryOutageTest extends WithEndpoint {
  private ConsulAgent consul;

  @BeforeEach
  void prepareConsul() throws Exception {
    consul = ConsulAgent.prepare(folder);
  }

  @AfterEach
  void stopConsul() throws Exception {
    consul.close();
  }

  private String consulAgent(String... more) {
    String options = "=registry=consul://127.0.0.1:" + consul.port();
    return "-javaagent:"
        + Environment.agentJar()
        + String.join(",", options, String.join(",", more));
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("releases")
  void startsAtOnceWithoutConsulAndRoutesWhenItComes(int release) throws Exception {
    try (App plain = App.start(Environment.jdk(release), List.of());
        App app = App.start(Environment.jdk(release), List.of(consulAgent()))) {
      assertThat(app.get("http://orders/")).isEqualTo(plain.get("http://orders/"));
      assertThat(app.get("http://" + endpoint.address() + "/")).startsWith("200");

      consul.start();
      consul.register("orders", endpoint.port());

      Await.until(() -> app.get("http://orders/").equals(ROUTED));
      assertThat(lines(app.errors())).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void servesTheLastKnownEndpointsWhileConsulIsDown() throws Exception {
    consul.start();
    consul.register("orders", endpoint.port());
    try (App app = App.start(Environment.jdk(17), List.of(consulAgent()))) {
      Await.until(() -> app.get("http://orders/").equals(ROUTED));

      consul.stop();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      while (System.nanoTime() < end) {
        assertThat(app.get("http://orders/")).isEqualTo(ROUTED);
      }

      try (Endpoint other = Endpoint.start("b")) {
        consul.start();
        consul.register("orders", other.port());
        Await.until(() -> app.get("http://orders/").equals("200 b host=orders"));
      }
    }
  }

  @Test
  void registersThisProcessAndLeavesOnExit() throws Exception {
    consul.start();
    try (App server =
            App.start(
                Environment.jdk(17),
                List.of(consulAgent("register=orders:127.0.0.1:" + endpoint.port())));
        App client = App.start(Environment.jdk(17), List.of(consulAgent()))) {
      Await.until(() -> client.get("http://orders/").equals(ROUTED));

      assertThat(server.end()).isZero();

      Await.until(() -> !consul.services().contains("orders"));
      Await.until(() -> client.get("http://orders/").contains("UnknownHostException"));
    }
  }

  @Test
  void routesToTheEndOfAProcessThatHasLeft() throws Exception {
    consul.start();
    consul.register("billing", endpoint.port());
    try (App server =
        App.start(
            Environment.jdk(17), List.of(consulAgent("register=orders:127.0.0.1:1,log=info")))) {
      Await.until(() -> server.get("http://billing/").equals("200 a host=billing"));
      Await.until(() -> server.errors().contains("registered in Consul"));
      server.tell("last-get http://billing/");

      long start = System.nanoTime();
      server.terminate();

      assertThat(server.restOfOutput()).isEqualTo("200 a host=billing\n");
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThan(1_000);
      assertThat(consul.services()).doesNotContain("orders");
    }
  }

  @Test
  void doesNotKeepTheJvmAliveWhileConsulIsDown() throws Exception {
    try (App app =
        App.start(
            Environment.jdk(17),
            List.of(consulAgent("register=orders:127.0.0.1:" + endpoint.port())))) {
      long start = System.nanoTime();
      assertThat(app.end()).isZero();
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
    }
  }
}

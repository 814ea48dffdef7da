package dev.remora.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.LogLines;
import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.log.Log;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedRegistryTest {
  private static final String ONE = "10.0.0.1:80";

  private final LogLines log = new LogLines(Log.Level.INFO);
  private final Scheduler scheduler = new Scheduler(log.log());
  private final Puppet registry = new Puppet();
  private final Witness witness = new Witness();

  @BeforeEach
  void begin() {
    hold(60_000);
  }

  private void hold(long millis) {
    GuardedRegistry guarded =
        new GuardedRegistry(registry, "consul://c:1", millis, log.log(), scheduler);
    guarded.start(witness);
    registry.lists("consul", "orders", "billing", "shipping");
    registry.tells("orders", ONE);
    witness.news();
  }

  @AfterEach
  void stop() {
    scheduler.close();
  }

  @Test
  void anEmptyListIsHeldBackUntilThereAreEndpointsAgain() {
    registry.tells("orders");
    assertThat(witness.heard()).isEmpty();
    registry.tells("orders", "10.0.0.2:80");
    assertThat(witness.news()).containsExactly("orders [10.0.0.2:80]");
  }

  @Test
  void itIsBelievedAfterTheHold() {
    hold(200);
    registry.tells("orders");
    assertThat(witness.heard()).isEmpty();
    await().until(() -> witness.heard().contains("orders []"));
    // Then it is what is known: being told again that there is none changes nothing.
    witness.news();
    registry.tells("orders");
    assertThat(witness.news()).containsExactly("orders []");
  }

  @Test
  void aServiceThatLeavesTheListAsWellIsBelievedAtOnce() {
    registry.tells("orders");
    registry.lists("consul", "billing", "shipping");
    assertThat(witness.news()).containsExactly("services [billing, consul, shipping]", "orders []");

    registry.lists("consul", "orders", "billing", "shipping");
    registry.tells("orders", ONE);
    registry.lists("consul", "billing", "shipping");
    witness.news();
    registry.tells("orders");
    assertThat(witness.news()).containsExactly("orders []");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aServiceThatNeverHadEndpointsIsEmptyAtOnce() {
    registry.tells("billing");
    assertThat(witness.news()).containsExactly("billing []");
  }

  @Test
  void aListThatIsMerelyShorterIsBelieved() {
    registry.tells("orders", ONE, "10.0.0.2:80");
    registry.tells("orders", ONE);
    registry.lists("consul", "orders");
    assertThat(witness.news())
        .containsExactly(
            "orders [10.0.0.1:80, 10.0.0.2:80]",
            "orders [10.0.0.1:80]",
            "services [consul, orders]");
  }

  @Test
  void theLossOfMostNamesIsHeldBackAndWithItThatOfTheirEndpoints() {
    registry.lists("consul");
    registry.tells("orders");
    assertThat(witness.heard()).isEmpty();
    // What is new is none the less there.
    registry.lists("consul", "invoices");
    assertThat(witness.news())
        .containsExactly("services [billing, consul, invoices, orders, shipping]");

    registry.lists("consul", "invoices", "billing", "shipping");
    assertThat(witness.news())
        .containsExactly("services [billing, consul, invoices, shipping]", "orders []");
  }

  @Test
  void anEmptyListOfNamesIsBelievedAfterTheHold() {
    hold(200);
    registry.lists();
    assertThat(witness.heard()).isEmpty();
    await().until(() -> witness.heard().contains("services []"));
  }

  @Test
  void afterAnOutageTheLossOfOneNameIsHeldBackToo() {
    hold(300);
    registry.down("refused");
    registry.tells("orders");
    registry.lists("consul", "billing", "shipping");
    registry.up();
    registry.lists("consul", "billing", "shipping");
    assertThat(witness.news()).containsExactly("down: refused", "up");

    registry.lists("consul", "orders", "billing", "shipping");
    registry.tells("orders", ONE);
    assertThat(witness.heard()).doesNotContain("orders []");

    registry.lists("consul", "billing", "shipping");
    registry.tells("orders");
    await().until(() -> witness.heard().contains("orders []"));
  }

  @Test
  void nothingIsBelievedWhileTheRegistryIsDown() throws Exception {
    hold(200);
    registry.tells("orders");
    registry.lists();
    registry.down("refused");
    Thread.sleep(600);
    assertThat(witness.news()).containsExactly("down: refused");
    registry.up();
    assertThat(witness.news()).containsExactly("up");
    await().until(() -> witness.heard().contains("orders []"));
    await().until(() -> witness.heard().contains("services []"));
  }

  @Test
  void oneLineSaysThatItBeginsAndOneThatItEnds() {
    for (String service : new String[] {"billing", "consul", "shipping"}) {
      registry.tells(service, ONE);
    }
    for (String service : new String[] {"orders", "billing", "consul", "shipping"}) {
      registry.tells(service);
    }
    await().until(() -> log.lines().size() == 1);
    registry.tells("orders", ONE);
    registry.tells("billing", ONE);
    registry.tells("consul", ONE);
    assertThat(log.lines()).hasSize(1);
    registry.tells("shipping", ONE);
    assertThat(log.lines())
        .containsExactly(
            "consul://c:1 suddenly lists no endpoints of billing, consul, orders and 1 more"
                + " services; what it listed before stays in use for up to 60.0 s",
            "consul://c:1: what it lists is in use again");
  }

  @Test
  void whatSettlesAtOnceIsNotWorthALine() throws Exception {
    registry.tells("orders");
    registry.tells("orders", ONE);
    Thread.sleep(1_200);
    assertThat(log.lines()).isEmpty();
  }
}

package dev.remora.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.LogLines;
import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.log.Log;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompositeRegistryTest {
  private static final long PATIENCE_MILLIS = 300;

  private final LogLines log = new LogLines(Log.Level.INFO);
  private final Scheduler scheduler = new Scheduler(log.log());
  private final Puppet high = new Puppet();
  private final Puppet low = new Puppet();
  private final Witness witness = new Witness();
  private final CompositeRegistry both =
      new CompositeRegistry(PATIENCE_MILLIS, log.log(), scheduler);

  private void start() {
    both.add("consul://high:1", high, false);
    both.add("dir:low", low, true);
    both.start(witness);
  }

  @AfterEach
  void stop() {
    scheduler.close();
  }

  @Test
  void theFirstThatListsAServiceWins() {
    start();
    high.lists("orders");
    low.lists("orders", "billing");
    both.watch("orders");
    both.watch("billing");

    assertThat(high.watched).containsExactly("orders");
    assertThat(low.watched).containsExactly("billing");
    low.tells("billing", "10.0.0.2:80");
    high.tells("orders", "10.0.0.1:80");
    assertThat(witness.heard())
        .containsExactly(
            "some services [orders]",
            "services [billing, orders]",
            "billing [10.0.0.2:80]",
            "orders [10.0.0.1:80]");
  }

  @Test
  void anEmptyListOfTheFirstIsNoReasonToAskTheNext() {
    start();
    high.lists("orders");
    low.lists("orders");
    both.watch("orders");
    high.tells("orders");
    assertThat(witness.heard()).endsWith("orders []");
    assertThat(low.watched).isEmpty();
  }

  @Test
  void aNameOfTheLowerIsUsableWhileTheHigherIsSilent() {
    start();
    low.lists("orders");
    both.watch("orders");
    low.tells("orders", "10.0.0.2:80");
    assertThat(witness.news()).containsExactly("some services [orders]", "orders [10.0.0.2:80]");

    // It turns out to know the service too: calls go over as soon as it knows where to.
    high.lists("orders", "billing");
    assertThat(high.watched).containsExactly("orders");
    assertThat(witness.news()).containsExactly("services [billing, orders]");
    high.tells("orders", "10.0.0.1:80");
    low.tells("orders", "10.0.0.3:80");
    assertThat(witness.news()).containsExactly("orders [10.0.0.1:80]");

    // And back, with what the lower one says by now.
    high.lists("billing");
    assertThat(witness.news()).containsExactly("orders [10.0.0.3:80]");
  }

  @Test
  void oneThatIsDownSlowsNobody() {
    start();
    low.lists("orders");
    assertThat(witness.news()).containsExactly("some services [orders]");
    high.down("refused");
    // Nothing more is to be waited for, and the whole is not down.
    assertThat(witness.news()).containsExactly("services [orders]");
    assertThat(log.lines())
        .containsExactly(
            "the registry consul://high:1 is down, what it said stays in use: refused");
    assertThat(both.health())
        .extracting(RegistryHealth::state)
        .containsExactly(RegistryHealth.State.DOWN, RegistryHealth.State.UP);
    assertThat(both.health().get(0).reason()).isEqualTo("refused");

    high.up();
    high.lists("orders");
    assertThat(log.lines()).endsWith("the registry consul://high:1 answers again");
    assertThat(both.health().get(0).state()).isEqualTo(RegistryHealth.State.UP);
  }

  @Test
  void oneThatIsDownBeforeItToldEndpointsIsPassedOver() {
    start();
    high.lists("orders");
    low.lists("orders");
    both.watch("orders");
    assertThat(low.watched).isEmpty();
    high.down("refused");
    assertThat(low.watched).containsExactly("orders");
    low.tells("orders", "10.0.0.2:80");
    assertThat(witness.news()).endsWith("orders [10.0.0.2:80]");
  }

  @Test
  void oneThatIsSlowWithEndpointsIsPassedOverInTime() {
    start();
    high.lists("orders");
    low.lists("orders");
    both.watch("orders");
    await().until(() -> low.watched.contains("orders"));
    low.tells("orders", "10.0.0.2:80");
    assertThat(witness.news()).endsWith("orders [10.0.0.2:80]");
    high.tells("orders", "10.0.0.1:80");
    assertThat(witness.news()).containsExactly("orders [10.0.0.1:80]");
  }

  @Test
  void whatAHigherOneSaidStandsWhileItIsDown() {
    start();
    high.lists("orders");
    low.lists("orders");
    both.watch("orders");
    high.tells("orders", "10.0.0.1:80");
    witness.news();
    high.down("refused");
    low.tells("orders", "10.0.0.2:80");
    assertThat(witness.news()).isEmpty();
  }

  @Test
  void theWholeIsDownWhenAllAre() {
    start();
    high.down("refused");
    assertThat(witness.heard()).isEmpty();
    low.down("no such folder");
    assertThat(witness.news()).containsExactly("down: dir:low: no such folder");
    high.up();
    assertThat(witness.news()).containsExactly("up");
  }

  @Test
  void registrationsGoToTheFirstThatTakesThem() {
    start();
    both.register(new Registration("orders", Endpoint.at("10.0.0.1", 80).build()));
    assertThat(high.registered).isEmpty();
    assertThat(low.registered).containsExactly("orders at 10.0.0.1:80");
    both.close();
    assertThat(high.closed).isTrue();
    assertThat(low.closed).isTrue();
  }

  @Test
  void aloneItAddsNothing() {
    both.add("consul://high:1", high, true);
    both.start(witness);
    high.lists("orders");
    both.watch("orders");
    both.watch("orders");
    high.tells("orders", "10.0.0.1:80");
    high.down("refused");
    high.up();
    assertThat(high.watched).containsExactly("orders");
    assertThat(witness.heard())
        .containsExactly("services [orders]", "orders [10.0.0.1:80]", "down: refused", "up");
    assertThat(log.lines()).isEmpty();
  }
}

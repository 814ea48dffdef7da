package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.it.app.Command;
import dev.remora.it.app.Request;
import dev.remora.it.contract.cell.Capability;
import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Run;
import dev.remora.it.contract.cell.Stage;
import dev.remora.it.contract.cell.Status;
import dev.remora.it.contract.endpoint.Recorded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Reads that are sent to another endpoint as well when they take long; with a client that cannot,
 * the first case shows that they are as without the agent.
 */
final class Hedging extends Group {
  private static final String SOON = "hedge: {after: 100ms}, " + NO_EJECTION;

  Hedging(Stage stage) {
    super(stage);
  }

  @Case(value = "hedged-read-wins", settings = SOON)
  void wins() throws Exception {
    Request request = get(own("/first/1/watched/500"), header("X-One", "1"));
    Pair pair = stage().both(command(request));
    if (!can(Capability.HEDGE)) {
      unchanged(pair);
      return;
    }
    assertThat(pair.with().reply().status).as(pair.with().seen()).isEqualTo(200);
    assertThat(pair.with().reply().url).isEqualTo(request.url);
    assertThat(pair.with().received().stream().map(it -> it.origin().endpoint()).toList())
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(pair.with().sentEach()).containsOnly(pair.without().sentEach().get(0));
    assertThat(pair.with().outcomes().get(0).tookMs)
        .isGreaterThanOrEqualTo(100)
        .isLessThan(pair.without().outcomes().get(0).tookMs);
    // The slow endpoint is told, and its attempt counts as neither well nor failed.
    await().atMost(Duration.ofSeconds(2)).until(() -> pair.with().received().get(0).left());
    assertThat(pair.with().received().get(1).left()).isFalse();
    noneIsInFlight();
    assertThat(stage().status().of(ownService()))
        .allSatisfy(row -> assertThat(row.failures()).isZero());
  }

  @Case(value = "hedge-redirect-hop", settings = SOON)
  void hop() throws Exception {
    if (!can(Capability.HEDGE)) {
      return;
    }
    String hop = "/first/1/watched/500";
    Run run = stage().with(command(get(own("/redirect/302?to=" + own(hop)))));
    assertThat(run.received())
        .extracting(Recorded::target)
        .filteredOn(target -> target.equals(hop))
        .hasSize(2);
    assertThat(run.reply().status).isEqualTo(200);
    assertThat(run.reply().url).isEqualTo(run.world().expand(own(hop)));
  }

  @Case(value = "hedge-redirect-answer", settings = SOON)
  void answer() throws Exception {
    if (!can(Capability.HEDGE)) {
      return;
    }
    Pair pair = sameSeen(command(get(own("/late-redirect/250?to=" + own("/ok/landing")))));
    assertThat(pair.with().received())
        .extracting(Recorded::target)
        .filteredOn(target -> target.startsWith("/late-redirect/"))
        .hasSize(2);
  }

  @Case(value = "hedge-post-not", settings = SOON)
  void post() throws Exception {
    if (can(Capability.HEDGE)) {
      once(post(own("/slow/250"), bytes("only once")));
    }
  }

  @Case(value = "hedge-off-by-default", settings = "")
  void off() throws Exception {
    if (can(Capability.HEDGE)) {
      once(get(own("/slow/250")));
    }
  }

  @Case(
      value = "hedge-respects-budget",
      settings = "hedge: {after: 200ms, budget: 20%, budget-floor: 0}, " + NO_EJECTION)
  void budget() throws Exception {
    if (!can(Capability.HEDGE)) {
      return;
    }
    int calls = 10;
    Run run = stage().with(threads(calls, 1, get(own("/slow/500/{n}"))));
    assertThat(run.outcomes()).allMatch(outcome -> outcome.reply.status == 200);
    assertThat(run.received()).hasSizeBetween(calls + 1, calls + 2);
  }

  @Case(value = "hedge-all-fail-delivers-own-exception", settings = SOON)
  void allFail() throws Exception {
    if (!can(Capability.HEDGE)) {
      return;
    }
    Pair pair = sameSeen(command(get(own("/late-reset/250"))));
    // Some clients try again by themselves.
    int alone = pair.without().received().size();
    assertThat(pair.with().received()).as("attempts").hasSizeBetween(alone + 1, 2 * alone);
    noneIsInFlight();
  }

  @Case(value = "hedge-turned-away-delivers-last-response", settings = SOON)
  void turnedAway() throws Exception {
    if (!can(Capability.HEDGE)) {
      return;
    }
    Pair pair = sameSeen(command(get(own("/late/250/503"))));
    assertThat(pair.with().received()).hasSize(2);
    noneIsInFlight();
  }

  @Case(value = "hedge-application-time-out-ends-all", settings = SOON)
  void timeout() throws Exception {
    if (!can(Capability.HEDGE)) {
      return;
    }
    Command command = command(get(own("/slow/900")));
    limit(command.options, 400);
    Pair pair = sameSeen(command);
    assertThat(pair.with().outcomes().get(0).reply).isNull();
    assertThat(pair.with().received()).hasSize(2);
    took(pair.with(), 380, 850);
    noneIsInFlight();
  }

  @Case(value = "hedge-cancel-by-application-cancels-all", settings = SOON)
  void cancel() throws Exception {
    if (!can(Capability.HEDGE)) {
      return;
    }
    boolean cancels = stage().cell().exception("cancel-while-waiting") == null;
    Request request = get(own("/watched/1200"));
    if (cancels) {
      request.cancelAfterMs = 600;
    } else {
      request.interruptAfterMs = 600;
    }
    Pair pair = sameSeen(command(request));
    List<Recorded> received = pair.with().received();
    assertThat(received).hasSize(2);
    // Some give their caller up and let the request be.
    if (pair.without().received().stream().allMatch(Recorded::left)) {
      await().atMost(Duration.ofSeconds(2)).until(() -> received.stream().allMatch(Recorded::left));
    }
    noneIsInFlight();
  }

  @Case(value = "hedge-interceptors-see-one-call", settings = SOON)
  void interceptors() throws Exception {
    if (!can(Capability.HEDGE)) {
      return;
    }
    Run hedged = stage().with(listened("/first/1/watched/500"));
    Run plain = stage().without(listened("/first/0/watched/500"));
    assertThat(hedged.received()).hasSize(2);
    assertThat(Retries.calls(hedged)).isNotEmpty().isEqualTo(Retries.calls(plain));
  }

  private Command listened(String path) {
    return command(options -> options.listeners = true, get(own(path)));
  }

  private void noneIsInFlight() {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(stage().status().of(ownService()))
                    .isNotEmpty()
                    .extracting(Status.Row::inFlight)
                    .containsOnly(0));
  }

  /** The same as without the agent, and one attempt. */
  private void once(Request request) throws IOException, InterruptedException {
    assertThat(same(request).with().received()).as("attempts").hasSize(1);
  }
}

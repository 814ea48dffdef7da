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
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** How calls end is told: each once, whatever became of it, and what is the application's own. */
final class Outcomes extends Group {
  private static final int MANY = 30;

  /** Failures in a row that eject an endpoint, unless set otherwise. */
  private static final int IN_A_ROW = 5;

  /** Connections that a client may have left from the cases before. */
  private static final int KEPT = 3;

  /** A call whose end is not told takes one of these places for ever. */
  private static final int PLACES = 3;

  private static final String LIMITED = "concurrency: " + PLACES + ", " + NO_EJECTION;

  Outcomes(Stage stage) {
    super(stage);
  }

  @Case(value = "outcome-5xx-ejects", settings = "")
  void serverErrors() throws Exception {
    ejects("/at/A/status/500/{n}", IN_A_ROW);
  }

  @Case(value = "outcome-reset-ejects", settings = "")
  void resets() throws Exception {
    // What breaks over a connection kept by an earlier case says nothing, where the client itself
    // sends it again.
    ejects("/at/A/reset/{n}", IN_A_ROW + KEPT);
  }

  private void ejects(String path, int atMost) throws Exception {
    Run run = stage().both(times(MANY, get(own(path)))).with();
    List<Recorded> atFailing =
        run.received().stream().filter(it -> it.origin().endpoint().equals("A")).toList();
    if (!can(Capability.OUTCOMES)) {
      assertThat(atFailing).hasSizeGreaterThan(IN_A_ROW);
      nothingIsKnown();
      return;
    }
    assertThat(atFailing).as("requests to the failing endpoint").hasSizeBetween(IN_A_ROW, atMost);
    eventually(
        rows ->
            assertThat(rows)
                .filteredOn(row -> !row.out().isEmpty())
                .singleElement()
                .satisfies(
                    row -> {
                      assertThat(row.out()).startsWith("ejected: 5 failures in a row, ");
                      assertThat(row.failures()).isEqualTo(IN_A_ROW);
                    }));
  }

  @Case(value = "outcome-in-flight-after-responses", settings = LIMITED)
  void responses() throws Exception {
    same(
        times(
            PLACES,
            get(own("/ok")),
            get(own("/status/404")),
            get(own("/status/502")),
            get(own("/redirect/302?to=/ok/landing"))));
    noneIsInFlight(PLACES, PLACES);
  }

  @Case(value = "outcome-in-flight-after-reset", settings = LIMITED)
  void reset() throws Exception {
    Pair pair = same(times(PLACES, get(own("/reset/{n}"))));
    // Some clients try again by themselves.
    noneIsInFlight(PLACES, pair.with().received().size());
  }

  @Case(value = "outcome-in-flight-after-time-out", settings = LIMITED)
  void timeout() throws Exception {
    // Some clients look at the time once a second.
    Command command = times(PLACES, get(own("/slow/2500")));
    limit(command.options, 300);
    Run run = stage().with(command);
    assertThat(run.outcomes()).noneMatch(outcome -> outcome.reply != null);
    // Where the application measures the time itself it gives up.
    noneIsInFlight(0, PLACES);
  }

  @Case(value = "outcome-in-flight-after-cancel", settings = LIMITED)
  void cancel() throws Exception {
    Command command = times(PLACES, get(own("/slow/900"), it -> it.cancelAfterMs = 300));
    Run run = stage().with(command);
    assertThat(run.outcomes()).noneMatch(outcome -> outcome.reply != null);
    noneIsInFlight(0, 0);
  }

  @Case(value = "outcome-in-flight-after-body-abandoned", settings = LIMITED)
  void abandoned() throws Exception {
    Pair pair = same(times(PLACES, get(own("/large/300000"), it -> it.abandon = true)));
    assertThat(pair.with().reply().body).isEqualTo("abandoned");
    noneIsInFlight(0, 0);
  }

  @Case(
      value = "outcome-application-gave-up-says-nothing",
      settings = "retry: {attempts: 2, backoff: 1ms, on: [connect, reset, timeout, 5xx]}")
  void gaveUp() throws Exception {
    boolean cancels = stage().cell().exception("cancel-while-waiting") == null;
    Consumer<Request> givesUp =
        request -> {
          if (cancels) {
            request.cancelAfterMs = 300;
          } else {
            request.interruptAfterMs = 300;
          }
        };
    Run run = stage().both(threads(2 * IN_A_ROW, 1, get(own("/slow/900/{n}"), givesUp))).with();
    assertThat(run.received()).as("attempts").hasSizeLessThanOrEqualTo(2 * IN_A_ROW);
    noneIsInFlight(0, 0);
    assertThat(stage().status().of(ownService()))
        .allSatisfy(row -> assertThat(row.out()).isEmpty());
  }

  /** No place is taken any more, and so many attempts failed, if the client tells. */
  private void noneIsInFlight(int atLeastFailed, int atMostFailed) throws Exception {
    boolean tells = can(Capability.OUTCOMES);
    eventually(
        rows -> {
          assertThat(rows).as("endpoints").isNotEmpty();
          assertThat(rows).allSatisfy(row -> assertThat(row.inFlight()).isZero());
          assertThat(rows.stream().mapToInt(Status.Row::failures).sum())
              .isBetween(tells ? atLeastFailed : 0, tells ? atMostFailed : 0);
        });
    sameWell(get(own("/ok/last")));
  }

  private void nothingIsKnown() throws Exception {
    assertThat(stage().status().of(ownService()))
        .allSatisfy(
            row -> {
              assertThat(row.failures()).isZero();
              assertThat(row.inFlight()).isZero();
              assertThat(row.out()).isEmpty();
            });
  }

  /** Some ends are told, and all ejections made, on other threads. */
  private void eventually(Consumer<List<Status.Row>> check) {
    if (stage().hasAgent()) {
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> check.accept(stage().status().of(ownService())));
    }
  }
}

package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Command;
import dev.remora.it.app.Outcome;
import dev.remora.it.contract.cell.Capability;
import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Run;
import dev.remora.it.contract.cell.Stage;
import dev.remora.it.contract.cell.Status;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Time-outs of the service's settings, and calls that they reject; with a client that cannot, calls
 * are as without the agent.
 */
final class Limits extends Group {
  /** What a busy machine may add, and the slowest of the clients' selectors. */
  private static final int SLACK_MS = 1_900;

  Limits(Stage stage) {
    super(stage);
  }

  @Case(
      value = "attempt-timeout-moves-on",
      settings =
          "attempt-timeout: 500ms, retry: {attempts: 2, backoff: 1ms, on: [timeout]}, "
              + NO_EJECTION)
  void attempt() throws Exception {
    Pair pair = stage().both(command(get(own("/first/1/slow/2500"))));
    if (!can(Capability.ATTEMPT_TIMEOUT)) {
      unchanged(pair);
    } else if (can(Capability.RETRY)) {
      assertThat(pair.with().reply().status).isEqualTo(200);
      assertThat(pair.with().received()).hasSizeBetween(2, 3);
      assertThat(pair.with().outcomes().get(0).tookMs)
          .isLessThan(pair.without().outcomes().get(0).tookMs);
    } else {
      assertThat(pair.with().outcomes().get(0).reply).isNull();
    }
  }

  @Case(value = "attempt-timeout-own-exception", settings = "attempt-timeout: 400ms")
  void attemptException() throws Exception {
    ownTimeout(Capability.ATTEMPT_TIMEOUT);
  }

  @Case(value = "call-timeout-own-exception", settings = "timeout: 400ms")
  void call() throws Exception {
    ownTimeout(Capability.TIMEOUT);
  }

  private void ownTimeout(Capability capability) throws Exception {
    Command unlimited = command(get(own("/slow/1500")));
    if (!can(capability)) {
      unchanged(stage().both(unlimited));
      return;
    }
    Outcome outcome = stage().with(unlimited).outcomes().get(0);
    assertThat(outcome.reply).isNull();
    assertThat(outcome.io).isTrue();
    assertThat(type(outcome)).isIn(ownTimeouts());
  }

  /** The types of what the client throws when the application's own time-outs are over. */
  private Set<String> ownTimeouts() throws Exception {
    Set<String> types = new TreeSet<>();
    for (String timeout : List.of("read-timeout", "call-timeout")) {
      if (stage().cell().exception(timeout) == null) {
        Command limited = command(get(own("/slow/1500")));
        if (timeout.equals("read-timeout")) {
          limited.options.readTimeoutMs = 400;
        } else {
          limited.options.callTimeoutMs = 400;
        }
        types.add(type(stage().without(limited).outcomes().get(0)));
      } else if (timeout.equals("read-timeout")) {
        // The client has no word of its own for it.
        types.add(SocketTimeoutException.class.getName());
      }
    }
    return types;
  }

  private static String type(Outcome outcome) {
    List<String> failures = new ArrayList<>(outcome.failure);
    failures.removeIf(it -> it.startsWith("java.util.concurrent.ExecutionException: "));
    return failures.get(0).replaceFirst(": .*", "");
  }

  @Case(
      value = "application-time-out-is-never-lengthened",
      settings =
          "timeout: 5s, attempt-timeout: 5s, "
              + "retry: {attempts: 2, backoff: 1ms, on: [timeout, 502]}, "
              + NO_EJECTION)
  void neverLengthened() throws Exception {
    Command command = command(get(own("/slow/3500")));
    limit(command.options, 400);
    Pair pair = sameFailure(command);
    long own = pair.without().outcomes().get(0).tookMs;
    took(pair.with(), 380, Math.max(400, own) + 900);
  }

  @Case(
      value = "application-time-out-is-for-all-attempts",
      settings = "retry: {attempts: 10, backoff: 1ms, on: [502]}, " + NO_EJECTION)
  void forAllAttempts() throws Exception {
    Command command = command(get(own("/late/300/502")));
    limit(command.options, 700);
    Pair pair = stage().both(command);
    if (!can(Capability.RETRY)) {
      unchanged(pair);
      return;
    }
    assertThat(pair.with().received()).as("attempts").hasSizeGreaterThan(1);
    took(pair.with(), 300, 700 + SLACK_MS);
  }

  @Case(
      value = "connect-timeout-moves-on",
      settings = "connect-timeout: 200ms, " + NO_EJECTION,
      silent = true)
  void connect() throws Exception {
    // In turns, so that one of three calls meets the endpoint that is silent.
    Command command = times(3, get(own("/ok/{n}")));
    if (can(Capability.CONNECT_TIMEOUT)) {
      command.options.connectTimeoutMs = 4_000;
      Run run = stage().with(command);
      assertThat(run.outcomes())
          .allSatisfy(outcome -> assertThat(outcome.failure).as(outcome.trace).isEmpty());
      took(run, 0, 3_900);
      assertThat(stage().status().of(ownService()))
          .extracting(Status.Row::connectFailures)
          .anyMatch(failures -> failures > 0);
      return;
    }
    command.options.connectTimeoutMs = 600;
    Pair pair = stage().both(command);
    String failure = type(pair.without().outcomes().get(0));
    List<Outcome> failed =
        pair.with().outcomes().stream().filter(outcome -> outcome.reply == null).toList();
    assertThat(failed).isNotEmpty();
    assertThat(failed)
        .allSatisfy(
            outcome -> {
              assertThat(type(outcome)).isEqualTo(failure);
              assertThat(outcome.tookMs).isGreaterThan(580);
            });
  }

  @Case(
      value = "breaker-open-rejects-own-exception",
      settings = "breaker: {failures: 50%, min-calls: 4, open: 1m}")
  void breaker() throws Exception {
    List<Outcome> rejected = rejects(times(8, get(own("/status/500/{n}"))), "circuit open: 4 of 4");
    if (can(Capability.REJECTION)) {
      assertThat(rejected).hasSize(4);
      assertThat(stage().status().text()).contains(ownService() + ": circuit open");
    }
  }

  @Case(value = "concurrency-limit-rejects", settings = "concurrency: 2")
  void concurrency() throws Exception {
    rejects(threads(6, 1, get(own("/slow/900/{n}"))), "2 calls under way, at most 2 may be");
  }

  @Case(value = "throttle-rejects", settings = "throttle: 1.1, " + NO_EJECTION)
  void throttle() throws Exception {
    rejects(times(20, get(own("/status/502/{n}"))), "% of calls are rejected");
  }

  /**
   * Some of the calls are rejected, of which nothing is sent, with an {@link java.io.IOException}
   * that is no class of the agent's and says why; all others are answered.
   */
  private List<Outcome> rejects(Command command, String why) throws Exception {
    Pair pair = stage().both(command);
    if (!can(Capability.REJECTION)) {
      unchanged(pair);
      return List.of();
    }
    String line = "Remora rejected the call to " + ownService() + ": ";
    List<Outcome> all = pair.with().outcomes();
    List<Outcome> rejected = all.stream().filter(outcome -> outcome.reply == null).toList();
    assertThat(rejected)
        .isNotEmpty()
        .allSatisfy(
            outcome -> {
              assertThat(outcome.failure)
                  .as(outcome.trace)
                  .anyMatch(failure -> failure.contains(line) && failure.contains(why))
                  .noneMatch(failure -> failure.startsWith("dev.remora."));
              assertThat(outcome.io).as(outcome.trace).isTrue();
            });
    assertThat(pair.with().received()).hasSize(all.size() - rejected.size());
    return rejected;
  }
}

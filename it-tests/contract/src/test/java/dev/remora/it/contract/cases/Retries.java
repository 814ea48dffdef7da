package dev.remora.it.contract.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.it.app.Body;
import dev.remora.it.app.Request;
import dev.remora.it.contract.cell.Capability;
import dev.remora.it.contract.cell.Pair;
import dev.remora.it.contract.cell.Run;
import dev.remora.it.contract.cell.Stage;
import dev.remora.it.contract.endpoint.Recorded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Calls that are tried again on another endpoint, as the service's settings say; with a client that
 * cannot, they are as without the agent.
 */
final class Retries extends Group {
  private static final String TWICE = "retry: {attempts: 2, backoff: 1ms}, " + NO_EJECTION;

  /** How the file of settings is looked at: twice, half a second apart. */
  private static final Duration SETTLED = Duration.ofMillis(1_500);

  /** What listeners tell of single exchanges with an endpoint, as opposed to calls. */
  private static final List<String> OF_EXCHANGES =
      List.of("network ", "connection to ", "socket to ", "requestHeaders", "responseHeaders");

  Retries(Stage stage) {
    super(stage);
  }

  @Case(value = "retry-503-get-moves-to-another-endpoint", settings = TWICE)
  void status() throws Exception {
    retried(get(own("/first/1/status/503")));
  }

  @Case(value = "retry-reset-get", settings = TWICE)
  void reset() throws Exception {
    retried(get(own("/first/1/reset")));
  }

  @Case(value = "retry-put-with-repeatable-body", settings = TWICE)
  void put() throws Exception {
    Request request = request("PUT", own("/first/2/status/502"));
    request.body = body(Body.Kind.BYTES, "Grüße, 世界; ", 15_000);
    retried(request, 3);
  }

  @Case(value = "retry-post-not", settings = TWICE)
  void post() throws Exception {
    once(post(own("/first/1/status/502"), bytes("only once")));
  }

  @Case(value = "retry-reset-post-not", settings = TWICE)
  void resetPost() throws Exception {
    same(post(own("/first/1/reset"), bytes("only once")));
  }

  @Case(
      value = "retry-post-declared",
      settings = "retry: {attempts: 2, backoff: 1ms, methods: [POST]}, " + NO_EJECTION)
  void postDeclared() throws Exception {
    retried(post(own("/first/1/status/502"), bytes("as often as you like")));
    once(get(own("/first/1/status/502/get")));
  }

  @Case(value = "retry-one-shot-body-not", settings = TWICE)
  void oneShot() throws Exception {
    Request stream = request("PUT", own("/first/1/status/502/stream"));
    stream.body = body(Body.Kind.STREAM, "read once", 0);
    once(stream);
    Request unsized = request("PUT", own("/first/1/status/502/unsized"));
    unsized.body = body(Body.Kind.UNSIZED, "read once", 0);
    once(unsized);
  }

  @Case(value = "retry-exhausted-delivers-last-response", settings = TWICE)
  void lastResponse() throws Exception {
    Pair pair = stage().both(command(get(own("/attempt/502"))));
    if (!can(Capability.RETRY)) {
      unchanged(pair);
      return;
    }
    assertThat(endpoints(pair.with())).containsExactlyInAnyOrder("A", "B", "C");
    assertThat(pair.with().reply().status).isEqualTo(502);
    assertThat(pair.with().reply().body).isEqualTo("attempt 3");
    assertThat(pair.with().seen().replace("attempt 3", "attempt 1"))
        .isEqualTo(pair.without().seen());
  }

  @Case(value = "retry-exhausted-delivers-own-exception", settings = TWICE)
  void ownException() throws Exception {
    Pair pair = sameSeen(command(get(own("/reset"))));
    // Some clients try again by themselves.
    int alone = pair.without().received().size();
    assertThat(pair.with().received())
        .as("attempts")
        .hasSizeBetween(can(Capability.RETRY) ? alone + 1 : alone, 3 * alone);
  }

  @Case(value = "retry-after-honoured", settings = TWICE)
  void retryAfter() throws Exception {
    Pair pair = retried(get(own("/first/1/retry-after/1")));
    if (can(Capability.RETRY)) {
      took(pair.with(), 950, 20_000);
    }
  }

  @Case(value = "retry-after-too-long", settings = TWICE)
  void retryAfterTooLong() throws Exception {
    Pair pair = once(get(own("/first/1/retry-after/30")));
    took(pair.with(), 0, 10_000);
  }

  @Case(value = "retry-redirect-hop", settings = TWICE)
  void hop() throws Exception {
    String hop = "/first/1/status/502";
    Pair pair = stage().both(command(get(own("/redirect/302?to=" + own(hop)))));
    if (!can(Capability.RETRY)) {
      unchanged(pair);
      return;
    }
    List<Recorded> received = pair.with().received();
    assertThat(received).extracting(Recorded::target).hasSize(3).endsWith(hop, hop);
    assertThat(received.get(0).target()).startsWith("/redirect/");
    assertThat(received.get(2).origin().endpoint())
        .isNotEqualTo(received.get(1).origin().endpoint());
    assertThat(pair.with().reply().status).isEqualTo(200);
  }

  @Case(value = "retry-interceptors-see-one-call", settings = TWICE)
  void interceptors() throws Exception {
    Run retried = listened("/first/1/status/502").with();
    Run plain = listened("/first/0/status/502").without();
    if (can(Capability.RETRY)) {
      assertThat(calls(retried)).isNotEmpty().isEqualTo(calls(plain));
    }
  }

  private Pair listened(String path) throws IOException, InterruptedException {
    Pair pair = stage().both(command(options -> options.listeners = true, get(own(path))));
    if (!can(Capability.RETRY)) {
      unchanged(pair);
    }
    return pair;
  }

  /** What listeners tell of calls. */
  static List<String> calls(Run run) {
    return run.reply().events.stream()
        .filter(event -> OF_EXCHANGES.stream().noneMatch(event::startsWith))
        .map(event -> run.world().normalise(event).replace("/first/1/", "/first/0/"))
        .toList();
  }

  @Case(value = "retry-keeps-headers", settings = TWICE)
  void headers() throws Exception {
    retried(
        get(
            own("/first/2/status/502?a=1&b=%20"),
            header("X-One", "1"),
            header("x-ONE", "one again"),
            header("Authorization", "Bearer token"),
            header("Accept", "text/plain;q=0.5"),
            header("Cookie", "session=abc")),
        3);
  }

  @Case(
      value = "retry-keeps-connection",
      settings = "retry: {attempts: 2, backoff: 1ms, budget: 100%}, " + NO_EJECTION)
  void connections() throws Exception {
    int calls = 50;
    Pair pair = stage().both(times(calls, get(own("/first/1/status/502/{n}"))));
    if (!can(Capability.RETRY)) {
      unchanged(pair);
      return;
    }
    assertThat(pair.with().received()).hasSize(2 * calls);
    assertThat(pair.with().outcomes()).allMatch(outcome -> outcome.reply.status == 200);
    String server = stage().cell().http2() ? "own-h2" : "own";
    for (String endpoint : List.of("A", "B", "C")) {
      assertThat(pair.with().connections(server, endpoint))
          .as("connections to %s", endpoint)
          .hasSizeBetween(1, 3);
    }
  }

  @Case(value = "retry-switched-on-live", settings = "retry: {attempts: 0}, " + NO_EJECTION)
  void live() throws Exception {
    once(get(own("/first/1/status/502/before")));
    stage().configure("retry-switched-on-live", TWICE);
    if (!can(Capability.RETRY)) {
      Thread.sleep(SETTLED.toMillis());
      once(get(own("/first/1/status/502/after")));
      return;
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        stage().with(command(get(own("/first/1/status/502/after")))).reply().status)
                    .isEqualTo(200));
  }

  private Pair retried(Request request) throws IOException, InterruptedException {
    return retried(request, 2);
  }

  /**
   * The call succeeds in so many attempts, each at another endpoint, each of which is to the byte
   * what the only one without the agent is.
   */
  private Pair retried(Request request, int attempts) throws IOException, InterruptedException {
    Pair pair = stage().both(command(request));
    if (!can(Capability.RETRY)) {
      unchanged(pair);
      return pair;
    }
    assertThat(pair.with().reply().status).as(pair.with().seen()).isEqualTo(200);
    assertThat(endpoints(pair.with())).hasSize(attempts).doesNotHaveDuplicates();
    assertThat(pair.with().sentEach()).containsOnly(pair.without().sentEach().get(0));
    return pair;
  }

  /** The same as without the agent, and one attempt. */
  private Pair once(Request request) throws IOException, InterruptedException {
    Pair pair = same(request);
    assertThat(pair.with().received()).as("attempts").hasSize(1);
    return pair;
  }

  private static List<String> endpoints(Run run) {
    return run.received().stream().map(request -> request.origin().endpoint()).toList();
  }
}

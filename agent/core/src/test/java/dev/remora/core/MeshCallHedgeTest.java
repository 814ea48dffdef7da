package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a call decides that is made twice at the same time, at a time of the test's own. */
class MeshCallHedgeTest extends WithMesh {
  private static final String HEDGED = "hedge.after=100ms";

  private List<MeshStatus.Endpoint> endpoints() {
    return mesh.status().services().get(0).endpoints();
  }

  private long failures() {
    return endpoints().stream().mapToLong(MeshStatus.Endpoint::failures).sum();
  }

  private void pass(long millis) {
    nanos.addAndGet(millis * MILLI);
  }

  @Test
  void nothingIsHedgedUnlessToldTo() throws IOException {
    start(3);
    MeshCall call = get();
    assertThat(call.isHedgeable()).isFalse();
    assertThat(call.hedgeAfterMillis()).isEqualTo(-1);
    assertThat(call.hedge()).isNull();
    call.responded(200);
    assertThat(inFlight()).isZero();
  }

  @Test
  void onlyReadsAreThatCanBeSentAgain() throws IOException {
    start(3, HEDGED);
    for (String method : List.of("GET", "HEAD", "OPTIONS")) {
      assertThat(call(method, true).hedgeAfterMillis()).as(method).isEqualTo(100);
      assertThat(call(method, false).hedgeAfterMillis()).as(method).isEqualTo(-1);
    }
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "get")) {
      assertThat(call(method, true).hedgeAfterMillis()).as(method).isEqualTo(-1);
      assertThat(call(method, true).hedge()).as(method).isNull();
    }
  }

  @Test
  void theFirstAnswerWinsAndTheOtherCountsAsNeither() throws IOException {
    start(3, HEDGED, "concurrency=2");
    MeshCall call = get();
    pass(100);
    MeshCall hedge = call.hedge();
    assertThat(hedge.port()).isNotEqualTo(call.port());
    assertThat(call.hedge()).as("one is enough").isNull();
    assertThat(call.hedgeAfterMillis()).isEqualTo(-1);
    assertThat(inFlight()).isEqualTo(2);
    assertThat(get().rejection()).as("both take a place").contains("2 calls under way");
    pass(10);
    assertThat(hedge.retry(200, null)).isEqualTo(-1);
    assertThat(inFlight()).isZero();
    assertThat(call.retry(reset)).as("given up").isEqualTo(MeshCall.ELSEWHERE);
    assertThat(call.failover(refused)).isFalse();
    assertThat(failures()).isZero();
    assertThat(get().rejection()).isNull();
    assertThat(get().rejection()).isNull();
    assertThat(get().rejection()).isNotNull();
  }

  @Test
  void theCallItselfMayWin() throws IOException {
    start(2, HEDGED, "concurrency=2");
    MeshCall call = get();
    MeshCall hedge = call.hedge();
    call.responded(404);
    assertThat(hedge.retry(503, "1")).isEqualTo(MeshCall.ELSEWHERE);
    assertThat(hedge.retry(200, null)).isEqualTo(MeshCall.ELSEWHERE);
    assertThat(inFlight()).isZero();
    assertThat(failures()).isZero();
    assertThat(get().rejection()).isNull();
    assertThat(get().rejection()).isNull();
  }

  @Test
  void oneThatIsTurnedAwayLeavesItToTheOther() throws IOException {
    start(3, HEDGED, "breaker.failures=50%", "breaker.min-calls=2");
    for (int i = 0; i < 4; i++) {
      MeshCall call = get();
      MeshCall hedge = call.hedge();
      assertThat(i % 2 == 0 ? hedge.retry(503, null) : hedge.retry(reset))
          .isEqualTo(MeshCall.ELSEWHERE);
      assertThat(inFlight()).isEqualTo(1);
      assertThat(call.retry(200, null)).isEqualTo(-1);
    }
    assertThat(failures()).as("of endpoints").isEqualTo(4);
    assertThat(get().rejection()).as("of calls there was none").isNull();
  }

  @Test
  void whenAllFailTheLastIsTheCalls() throws IOException {
    start(3, HEDGED, "concurrency=3", "outlier.consecutive-failures=0");
    MeshCall call = get();
    MeshCall hedge = call.hedge();
    assertThat(call.retry(503, null)).isEqualTo(MeshCall.ELSEWHERE);
    assertThat(hedge.retry(reset)).isEqualTo(-1);
    assertThat(inFlight()).isZero();
    assertThat(failures()).isEqualTo(2);
    for (int i = 0; i < 3; i++) {
      assertThat(get().rejection()).isNull();
    }
  }

  @Test
  void whenAllFailTheCallMayBeTriedAgain() throws IOException {
    start(3, HEDGED, "retry.attempts=1", "retry.backoff=0ms");
    MeshCall call = get();
    Set<Integer> ports = new HashSet<>(Set.of(call.port()));
    MeshCall hedge = call.hedge();
    ports.add(hedge.port());
    assertThat(call.retry(503, null)).isEqualTo(MeshCall.ELSEWHERE);
    assertThat(hedge.retry(503, null)).as("tried again").isZero();
    assertThat(inFlight()).isEqualTo(1);
    ports.add(call.port());
    assertThat(ports).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(call.hedgeAfterMillis()).as("a retry is not hedged").isEqualTo(-1);
    assertThat(call.hedge()).isNull();
    assertThat(call.retry(200, null)).isEqualTo(-1);
    assertThat(inFlight()).isZero();
  }

  @Test
  void aHedgeMovesOnAfterAFailureToConnect() throws IOException {
    start(3, HEDGED);
    MeshCall call = get();
    MeshCall hedge = call.hedge();
    int first = hedge.port();
    assertThat(hedge.failover(refused)).isTrue();
    assertThat(hedge.port()).isNotIn(first, call.port());
    assertThat(hedge.failover(refused)).as("no fourth").isFalse();
    assertThat(hedge.retry(refused)).isEqualTo(MeshCall.ELSEWHERE);
    assertThat(inFlight()).isEqualTo(1);
    call.responded(200);
    assertThat(inFlight()).isZero();
  }

  @Test
  void whatTheApplicationGivesUpEndsAllOfIt() throws IOException {
    start(3, HEDGED, "hedge.attempts=2", "concurrency=3");
    MeshCall call = get();
    MeshCall hedge = call.hedge();
    assertThat(call.hedge()).isNotNull();
    assertThat(inFlight()).isEqualTo(3);
    hedge.cancelled();
    assertThat(inFlight()).isZero();
    assertThat(failures()).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(get().rejection()).isNull();
    }
  }

  @Test
  void hedgesStayWithinTheirBudgetAndThatOfRetries() throws IOException {
    start(3, HEDGED, "hedge.budget=10%", "hedge.budget-floor=0");
    assertThat(hedgesOf(1_000)).isBetween(95, 100);
    mesh.close();
    start(3, HEDGED, "retry.attempts=1", "retry.budget=1%", "retry.budget-floor=0");
    assertThat(hedgesOf(1_000)).isBetween(9, 10);
  }

  private int hedgesOf(int calls) {
    int hedges = 0;
    for (int i = 0; i < calls; i++) {
      MeshCall call = get();
      hedges += call.hedge() == null ? 0 : 1;
      call.responded(200);
      pass(1);
    }
    return hedges;
  }

  @Test
  void withOneSoundEndpointThereIsNone() throws IOException {
    start(1, HEDGED);
    assertThat(get().hedge()).isNull();
    mesh.close();
    start(2, HEDGED, "outlier.max-ejected=50%");
    for (int i = 0; i < 20; i++) {
      MeshCall call = get();
      call.responded(call.port() == 1 ? 500 : 200);
    }
    await().until(() -> endpoints().stream().anyMatch(it -> !it.out().isEmpty()));
    MeshCall call = get();
    assertThat(call.port()).isEqualTo(2);
    assertThat(call.hedge()).isNull();
  }

  @Test
  void noneIsMadeWhenCallsAreBeingTurnedAway() throws IOException {
    start(3, HEDGED, "concurrency=1");
    assertThat(get().hedge()).isNull();
    mesh.close();
    start(3, HEDGED, "breaker.failures=50%", "breaker.min-calls=2", "breaker.open=1s");
    get().responded(500);
    get().responded(500);
    pass(1_001);
    MeshCall probe = get();
    assertThat(probe.rejection()).isNull();
    assertThat(probe.hedge()).as("half-open").isNull();
  }

  @Test
  void noneIsMadeWhenTheTimeIsUpOrTheServiceAsksForAPause() throws IOException {
    start(4, HEDGED, "hedge.attempts=3", "timeout=250ms");
    MeshCall call = get();
    pass(200);
    assertThat(call.hedgeAfterMillis()).as("it would be over by then").isEqualTo(-1);
    MeshCall hedge = call.hedge();
    assertThat(hedge.attemptTimeoutMillis(0)).as("the call's").isEqualTo(50);
    pass(50);
    assertThat(call.hedge()).isNull();

    MeshCall limited = get();
    assertThat(limited.attemptTimeoutMillis(80)).isEqualTo(80);
    assertThat(limited.hedgeAfterMillis()).as("the application's own").isEqualTo(-1);
    pass(20);
    assertThat(limited.hedge().attemptTimeoutMillis(80)).as("one for all").isEqualTo(60);

    MeshCall heldBack = get();
    assertThat(heldBack.hedge().retry(503, "5")).isEqualTo(MeshCall.ELSEWHERE);
    assertThat(heldBack.hedgeAfterMillis()).isEqualTo(-1);
    assertThat(heldBack.hedge()).isNull();
  }

  @Test
  void aPercentileIsKnownOnceEnoughHasBeenSeen() throws IOException {
    start(3, "hedge.after=p90");
    for (int i = 0; i < 2_000; i++) {
      MeshCall call = get();
      if (i < 50) {
        assertThat(call.hedgeAfterMillis()).isEqualTo(-1);
      }
      pass(i % 5 == 0 ? 80 : 20);
      call.responded(200);
    }
    assertThat(get().hedgeAfterMillis()).isBetween(60L, 95L);
  }

  @Test
  void anEndpointThatIsOvertakenDoesNotLookFast() throws IOException {
    start(2, HEDGED, "balance=peak-ewma", "hedge.budget=100%");
    int slowIsFirst = 0;
    for (int i = 0; i < 300; i++) {
      MeshCall call = get();
      if (call.port() == 2) {
        pass(5);
        call.responded(200);
        continue;
      }
      slowIsFirst++;
      pass(100);
      MeshCall hedge = call.hedge();
      assertThat(hedge.port()).isEqualTo(2);
      pass(5);
      assertThat(hedge.retry(200, null)).isEqualTo(-1);
    }
    assertThat(slowIsFirst).as("calls to the slow one, none of which ever ended").isLessThan(30);
  }

  @Test
  void takesOverOtherSettings() throws IOException {
    start(3, HEDGED);
    assertThat(get().isHedgeable()).isTrue();
    Path file = folder.resolve("endpoints.yaml");
    mesh.reload(config(file, "hedge.after=7ms"));
    assertThat(get().hedgeAfterMillis()).isEqualTo(7);
    mesh.reload(config(file));
    assertThat(get().isHedgeable()).isFalse();
  }

  @Test
  void explainsWhatWouldHappen() throws IOException {
    start(2, HEDGED);
    get().responded(200);
    assertThat(mesh.explain("http://orders/"))
        .contains(
            "hedges   1 at most, of GET, HEAD, OPTIONS after 100ms, for 5% of calls or 10 per"
                + " second");
  }
}

package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which calls are tried again, where and how often. */
class MeshCallRetriesTest extends WithMesh {
  @Test
  void triesNothingAgainUnlessToldTo() throws IOException {
    start(3);
    assertThat(get().retry(503, null)).isEqualTo(-1);
    assertThat(get().retry(reset)).isEqualTo(-1);
    assertThat(inFlight()).isZero();
  }

  @Test
  void triesAgainOnAnotherEndpointAsOftenAsSet() throws IOException {
    start(3, "retry.attempts=3", "retry.backoff=0ms");
    MeshCall call = get();
    Set<Integer> ports = new HashSet<>(Set.of(call.port()));
    assertThat(call.retry(503, null)).isZero();
    ports.add(call.port());
    assertThat(call.retry(reset)).isZero();
    ports.add(call.port());
    assertThat(ports).containsExactlyInAnyOrder(1, 2, 3);
    int last = call.port();
    assertThat(call.retry(502, null)).as("all had their turn").isZero();
    assertThat(call.port()).isNotEqualTo(last);
    assertThat(inFlight()).isEqualTo(1);
    assertThat(call.retry(502, null)).isEqualTo(-1);
    assertThat(inFlight()).isZero();
    assertThat(call.retry(502, null)).as("has ended").isEqualTo(-1);
    assertThat(call.failover(refused)).as("has ended").isFalse();
  }

  @Test
  void triesAgainOnTheOnlyEndpoint() throws IOException {
    start(1, "retry.attempts=1", "retry.backoff=0ms");
    MeshCall call = get();
    assertThat(call.failover(refused)).isFalse();
    assertThat(call.retry(refused)).as("it may be starting").isZero();
    call.responded(200);
    assertThat(inFlight()).isZero();
  }

  @Test
  void triesAgainOnlyWhatMayBeSentTwice() throws IOException {
    start(3, "retry.attempts=1", "retry.backoff=0ms");
    assertThat(call("POST", true).retry(503, null)).isEqualTo(-1);
    assertThat(call("get", true).retry(503, null)).isEqualTo(-1);
    assertThat(call(null, true).retry(503, null)).isEqualTo(-1);
    assertThat(call("PUT", false).retry(503, null)).isEqualTo(-1);
    assertThat(call("PUT", true).retry(503, null)).isZero();
    MeshCall untold = mesh.route("orders");
    assertThat(untold.retry(503, null)).isEqualTo(-1);
  }

  @Test
  void triesAgainOnlyAfterWhatIsSet() throws IOException {
    start(3, "retry.attempts=1", "retry.backoff=0ms");
    assertThat(get().retry(500, null)).isEqualTo(-1);
    assertThat(get().retry(429, null)).isEqualTo(-1);
    assertThat(get().retry(readTimeout)).isEqualTo(-1);
    assertThat(get().retry(new IOException("Canceled"))).isEqualTo(-1);
    assertThat(get().retry(new IllegalStateException())).isEqualTo(-1);
    assertThat(get().retry(connectTimeout)).isZero();
    mesh.close();
    start(3, "retry.attempts=1", "retry.backoff=0ms", "retry.on=5xx,timeout,429");
    assertThat(get().retry(500, null)).isZero();
    assertThat(get().retry(429, null)).isZero();
    assertThat(get().retry(readTimeout)).isZero();
    assertThat(get().retry(reset)).isEqualTo(-1);
  }

  @Test
  void aBudgetBoundsRetriesOfATotalFailure() throws IOException {
    start(3, "retry.attempts=3", "outlier.consecutive-failures=0");
    int calls = 5_000;
    int attempts = 0;
    for (int i = 0; i < calls; i++) {
      nanos.addAndGet(MILLI);
      MeshCall call = get();
      do {
        attempts++;
      } while (call.retry(503, null) >= 0);
    }
    assertThat(attempts).isBetween((int) (calls * 1.19), calls * 6 / 5 + 20);
    assertThat(inFlight()).isZero();
  }
}

package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** How long a call may take, pauses between its attempts included. */
class MeshCallTimesTest extends WithMesh {
  @Test
  void waitsAsLongAsTheServiceAsksWithinTheTimeThatIsLeft() throws IOException {
    start(3, "retry.attempts=3", "timeout=5s", "retry.budget-floor=100");
    assertThat(get().retry(503, "3")).isEqualTo(3_000);
    assertThat(get().retry(503, "5")).isEqualTo(-1);
    assertThat(get().retry(503, "Thu, 01 Jan 1970 00:00:00 GMT")).isBetween(0L, 25L);
    MeshCall call = get();
    nanos.addAndGet(2_500 * MILLI);
    assertThat(call.retry(503, "3")).isEqualTo(-1);
    call = get();
    assertThat(call.attemptTimeoutMillis(2_000)).isEqualTo(2_000);
    assertThat(call.retry(503, "2")).as("the application's own time").isEqualTo(-1);
    mesh.close();
    start(3, "retry.attempts=3");
    assertThat(get().retry(503, "10")).isEqualTo(10_000);
    assertThat(get().retry(503, "11")).as("nobody is held up that long").isEqualTo(-1);
  }

  @Test
  void timesOnlyEverGetShorter() throws IOException {
    start(3, "timeout=2s", "attempt-timeout=1s", "connect-timeout=100ms", "retry.attempts=2");
    MeshCall call = get();
    assertThat(call.connectTimeoutMillis(0)).isEqualTo(100);
    assertThat(call.connectTimeoutMillis(50)).isEqualTo(50);
    assertThat(call.attemptTimeoutMillis(0)).isEqualTo(1_000);
    assertThat(call.attemptTimeoutMillis(500)).isEqualTo(500);
    assertThat(call.attemptTimeoutMillis(5_000)).isEqualTo(1_000);
    nanos.addAndGet(1_950 * MILLI);
    assertThat(call.attemptTimeoutMillis(5_000)).isEqualTo(50);
    assertThat(call.connectTimeoutMillis(5_000)).isEqualTo(50);
    nanos.addAndGet(100 * MILLI);
    assertThat(call.attemptTimeoutMillis(5_000)).as("0 would be no limit").isEqualTo(1);
    assertThat(call.retry(503, null)).as("no time left").isEqualTo(-1);
  }

  @Test
  void whatTheApplicationAllowsIsForAllAttemptsTogether() throws IOException {
    start(3, "retry.attempts=2", "retry.backoff=0ms");
    MeshCall call = get();
    assertThat(call.attemptTimeoutMillis(1_000)).isEqualTo(1_000);
    nanos.addAndGet(300 * MILLI);
    assertThat(call.retry(503, null)).isZero();
    assertThat(call.attemptTimeoutMillis(1_000)).isEqualTo(700);
    nanos.addAndGet(700 * MILLI);
    assertThat(call.retry(503, null)).isEqualTo(-1);
  }

  @Test
  void withoutSettingsTheApplicationsTimesStay() throws IOException {
    start(3);
    MeshCall call = get();
    nanos.addAndGet(60_000 * MILLI);
    assertThat(call.connectTimeoutMillis(0)).isZero();
    assertThat(call.attemptTimeoutMillis(0)).isZero();
    assertThat(call.attemptTimeoutMillis(7)).isEqualTo(7);
    assertThat(call.failover(connectTimeout)).isFalse();
  }

  @Test
  void movesOnAfterAConnectTimeOutOfItsOwnWithinTheApplications() throws IOException {
    start(3, "connect-timeout=100ms");
    MeshCall call = get();
    assertThat(call.connectTimeoutMillis(150)).isEqualTo(100);
    nanos.addAndGet(100 * MILLI);
    assertThat(call.failover(connectTimeout)).isTrue();
    assertThat(call.connectTimeoutMillis(150)).isEqualTo(50);
    nanos.addAndGet(50 * MILLI);
    assertThat(call.failover(connectTimeout)).as("the application's").isFalse();
    call.failed(connectTimeout);
    assertThat(inFlight()).isZero();
  }
}

package dev.remora.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a call decides, and what becomes of it. */
class MeshCallTest extends WithMesh {
  @Test
  void aRejectedCallCountsNothing() throws IOException {
    start(3, "concurrency=1");
    MeshCall first = get();
    MeshCall second = get();
    assertThat(first.rejection()).isNull();
    assertThat(second.rejection())
        .isEqualTo("Remora rejected the call to orders: 1 calls under way, at most 1 may be");
    assertThat(inFlight()).isEqualTo(1);
    assertThat(mesh.status().services().get(0).endpoints())
        .extracting(MeshStatus.Endpoint::picks)
        .containsExactlyInAnyOrder(1L, 0L, 0L);
    second.failed(reset);
    assertThat(second.retry(503, null)).isEqualTo(-1);
    assertThat(second.failover(refused)).isFalse();
    assertThat(get().rejection()).as("that freed nothing").isNotNull();
    first.responded(200);
    assertThat(get().rejection()).isNull();
  }

  @Test
  void theBreakerSeesCallsAsTheApplicationDoes() throws IOException {
    start(3, "breaker.failures=50%", "retry.attempts=1", "retry.backoff=0ms", "retry.budget=100%");
    for (int i = 0; i < 40; i++) {
      MeshCall call = get();
      assertThat(call.retry(503, null)).isZero();
      call.responded(200);
    }
    assertThat(get().rejection()).as("each call has succeeded in the end").isNull();
    for (int i = 0; i < 60; i++) {
      MeshCall call = get();
      if (call.rejection() == null) {
        call.failed(readTimeout);
      }
    }
    assertThat(get().rejection())
        .startsWith("Remora rejected the call to orders: circuit open: ")
        .doesNotContain("\n");
    assertThat(mesh.route("orders").rejection()).as("its end will not be told").isNull();
    nanos.addAndGet(5_000 * MILLI);
    for (int i = 0; i < 10; i++) {
      get().responded(200);
    }
    assertThat(mesh.status().services().get(0).guards()).containsExactly("circuit closed");
  }

  @Test
  void cancelledCallsFreeWhatTheyHeld() throws IOException {
    start(3, "breaker.failures=50%", "concurrency=3", "throttle=2");
    for (int i = 0; i < 100; i++) {
      MeshCall call = get();
      assertThat(call.rejection()).isNull();
      call.cancelled();
      call.responded(503);
    }
    assertThat(mesh.status().services().get(0).guards())
        .containsExactly(
            "circuit closed",
            "0 calls under way, at most 3 may be",
            "0% of calls are rejected, as it turns many away");
    assertThat(inFlight()).isZero();
  }

  @Test
  void ejectsAndBringsBack() throws IOException {
    start(3);
    int failures = 0;
    for (int i = 0; i < 300; i++) {
      MeshCall call = get();
      if (call.port() == 2) {
        failures++;
        call.retry(reset);
      } else {
        call.responded(200);
      }
    }
    assertThat(failures).isEqualTo(5);
    await()
        .untilAsserted(
            () ->
                assertThat(mesh.status().services().get(0).endpoints().get(1).out())
                    .matches("ejected: 5 failures in a row, (2[7-9]|30)s left"));
    assertThat(mesh.explain("http://orders/x")).anyMatch(line -> line.startsWith("out      127"));
    nanos.addAndGet(30_000 * MILLI);
    await()
        .untilAsserted(
            () -> {
              MeshCall call = get();
              call.responded(200);
              assertThat(call.port()).isEqualTo(2);
            });
    assertThat(mesh.status().services().get(0).endpoints().get(1).out()).isEmpty();
  }

  @Test
  void takesOverOtherSettings() throws IOException {
    start(3);
    assertThat(get().retry(503, null)).isEqualTo(-1);
    Path file = folder.resolve("endpoints.yaml");
    mesh.reload(config(file, "retry.attempts=1", "concurrency=1", "timeout=1s"));
    MeshCall call = get();
    assertThat(call.attemptTimeoutMillis(0)).isEqualTo(1_000);
    assertThat(call.retry(503, null)).isNotNegative();
    assertThat(get().rejection()).isNotNull();
    mesh.reload(config(file));
    assertThat(get().rejection()).isNull();
    call.responded(200);
    assertThat(inFlight()).isEqualTo(1);
  }

  @Test
  void explainsWhatWouldHappen() throws IOException {
    start(2, "timeout=2s", "retry.attempts=2", "breaker.failures=50%");
    await().until(() -> mesh.explain("http://orders/").size() > 1);
    List<String> before = mesh.explain("http://Orders:80/v1?x=1");
    assertThat(before)
        .containsExactly(
            "Orders is the service orders",
            "balance  round-robin, its endpoints are asked for at the first call",
            "time     call 2000ms, attempt unlimited, connect unlimited; the application's own"
                + " where shorter",
            "retries  2 at most, of GET, HEAD, OPTIONS, TRACE, PUT, DELETE after connect, reset,"
                + " 502, 503, 504, for 20% of calls or 10 per second",
            "rejects  circuit closed");
    get().responded(200);
    long picks = picks();
    assertThat(mesh.explain("http://orders/"))
        .contains("balance  round-robin, 2 of 2 endpoints in")
        .anyMatch(line -> line.matches("next     127\\.0\\.0\\.1:[12]"));
    assertThat(picks()).isEqualTo(picks);
    assertThat(mesh.explain("http://payments/"))
        .containsExactly("payments is left alone: the registry lists no service of that name");
    assertThat(mesh.explain("http://127.0.0.1/"))
        .containsExactly(
            "127.0.0.1 is left alone: an address, or this machine by name, is never a service");
    assertThat(mesh.explain("orders")).singleElement().asString().startsWith("not a URL");
    mesh.setEnabled(false);
    assertThat(mesh.explain("http://orders/"))
        .containsExactly("orders is left alone: routing is disabled");
  }

  private long picks() {
    return mesh.status().services().get(0).endpoints().stream()
        .mapToLong(MeshStatus.Endpoint::picks)
        .sum();
  }
}

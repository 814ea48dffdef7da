package dev.remora.gateway.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import dev.remora.core.testing.ConsulServer;
import dev.remora.gateway.TestGateway;
import dev.remora.gateway.admin.AdminClient;
import dev.remora.gateway.testing.RawClient;
import dev.remora.gateway.testing.ScriptedOrigin;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When clients should be sent to a gateway, and when not. */
class ReadinessTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  @Test
  void isReadyOnceAllServicesAreKnown() {
    try (TestGateway gateway =
        TestGateway.over("orders", 1).start("expose: [orders]\nadmin: {port: 0}\n")) {
      AdminClient admin = new AdminClient(gateway);
      HttpResponse<String> ready = admin.get("/readyz");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).isEqualTo("ready\n");
      assertThat(admin.json("/status").getAsJsonArray("waiting_for")).isEmpty();
    }
  }

  @Test
  void waitsForAServiceOnlySoLong() {
    long begun = System.nanoTime();
    try (TestGateway gateway =
        TestGateway.over("orders", 1).start("expose: [orders, nobody]\nadmin: {port: 0}\n")) {
      AdminClient admin = new AdminClient(gateway);
      assertThat(admin.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(admin.json("/status").getAsJsonArray("waiting_for").toString())
          .isEqualTo("[\"the endpoints of nobody are not known yet\"]");
      await().atMost(Duration.ofSeconds(10)).until(() -> admin.get("/readyz").statusCode() == 200);
      assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(Readiness.PATIENCE_NANOS);
    }
  }

  @Test
  void isNotReadyWhileNoRegistryHasAnswered() throws InterruptedException {
    int nobody = ConsulServer.freePort();
    try (TestGateway gateway =
        TestGateway.with(
            "registry: consul://127.0.0.1:" + nobody + "\nexpose: [orders]\nadmin: {port: 0}\n")) {
      AdminClient admin = new AdminClient(gateway);
      assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
      Thread.sleep(Duration.ofNanos(Readiness.PATIENCE_NANOS).toMillis() + 500);
      HttpResponse<String> ready = admin.get("/readyz");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).isEqualTo("starting\n");
      JsonObject status = admin.json("/status");
      assertThat(status.get("state").getAsString()).isEqualTo("starting");
      assertThat(status.getAsJsonArray("waiting_for").toString())
          .isEqualTo("[\"no registry has answered yet, and there is no snapshot\"]");
    }
  }

  @Test
  void isNotReadyOnceItDrains() {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        TestGateway gateway =
            TestGateway.over("orders", origin.port())
                .start("expose: [orders]\nadmin: {port: 0}\n")) {
      AdminClient admin = new AdminClient(gateway);
      String get = "GET /orders/ HTTP/1.1\r\nHost: a\r\n\r\n";
      assertThat(RawClient.exchange(gateway.port(), get)).doesNotContainIgnoringCase("close");
      assertThat(admin.post("/drain", "").body()).contains("draining");
      assertThat(admin.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(admin.get("/readyz").body()).isEqualTo("draining\n");
      assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(RawClient.exchange(gateway.port(), get))
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("connection: close\r\n");
      assertThat(RawClient.exchange(gateway.port(), "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"))
          .startsWith("HTTP/1.1 404 ")
          .containsIgnoringCase("connection: close\r\n");
    }
  }
}

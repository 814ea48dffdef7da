package dev.remora.it.gateway.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.testing.ConsulServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings under a key of a real Consul. */
class ConsulReloadTest {
  private static final String KEY = "/v1/kv/remora/gateway";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;
  private int adminPort;

  private String settings(ConsulServer consul, String more) {
    return "registry: consul://127.0.0.1:"
        + consul.port()
        + "\ndrain: 0s\nlisteners: [{address: 127.0.0.1, port: "
        + port
        + "}]\nadmin: {port: "
        + adminPort
        + ", token-file: "
        + folder.resolve("token")
        + "}\n"
        + more;
  }

  private int status(String url) {
    try {
      return get(url).statusCode();
    } catch (IOException | InterruptedException e) {
      return -1;
    }
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("authorization", "Bearer a-token-for-this-test")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void areTakenOverAtOnceAndKeptAfterABadEdit() throws Exception {
    port = ConsulServer.freePort();
    adminPort = ConsulServer.freePort();
    Files.writeString(folder.resolve("token"), "a-token-for-this-test");
    Path log = folder.resolve("log");
    String gateway = "http://127.0.0.1:" + port;
    try (SlowBackend backend = new SlowBackend();
        ConsulServer consul = ConsulServer.in(folder.resolve("consul")).start()) {
      consul.register("orders-1", "orders", "127.0.0.1", backend.port(), Map.of());
      consul.register("stock-1", "stock", "127.0.0.1", backend.port(), Map.of());
      consul.put(KEY, settings(consul, "expose: [orders]\n"));
      String place = "consul://127.0.0.1:" + consul.port() + "/remora/gateway";
      Process process = Jar.start(log, Map.of(), place);
      try {
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> status(gateway + "/orders/wait/0") == 200);
        assertThat(status(gateway + "/stock/wait/0")).isEqualTo(404);

        long edited = System.nanoTime();
        consul.put(KEY, settings(consul, "expose: [orders, stock]\n"));
        await()
            .pollInterval(Duration.ofMillis(10))
            .atMost(Duration.ofSeconds(10))
            .until(() -> status(gateway + "/stock/wait/0") == 200);
        System.out.println(
            "an edit in Consul is live after "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - edited)
                + " ms");

        consul.put(KEY, settings(consul, "expose: [orders]\nrouts: []\n"));
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> Files.readString(log).contains("did you mean routes?"));
        assertThat(Files.readString(log))
            .contains(
                "remora: "
                    + place
                    + ":6:1: routs: unknown key; did you mean routes? (what was read before stays"
                    + " in use)\n");
        assertThat(status(gateway + "/stock/wait/0")).isEqualTo(200);
        assertThat(get("http://127.0.0.1:" + adminPort + "/status").body())
            .contains("\"result\": \"rejected\"", "\"source\": \"" + place + "\"");

        consul.kill();
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> Files.readString(log).contains(place + ": Consul at "));
        assertThat(status(gateway + "/stock/wait/0")).isEqualTo(200);
      } finally {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void mustBeThereAtTheStart() throws Exception {
    String nobody = "consul://127.0.0.1:" + ConsulServer.freePort() + "/remora/gateway";
    Jar.Result result = Jar.run(Map.of(), nobody);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output().lines()).singleElement().asString().contains(nobody, "can't be");

    Jar.Result noKey = Jar.run(Map.of(), "consul://127.0.0.1:8500");
    assertThat(noKey.status()).isEqualTo(1);
    assertThat(noKey.output()).contains("names no key; allowed: consul://HOST:PORT/KEY");
  }
}

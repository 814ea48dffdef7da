package dev.remora.it.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Engines;
import dev.remora.it.gateway.GatewayJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** slowhttptest against the gateway as a program: others go on being served. */
class SlowAttackTest {
  private static final int SECONDS = 10;
  private static final int CONNECTIONS = 400;

  /** Shorter than by default, so that their end is seen within the test. */
  private static final String LIMITS =
      "limits: {header-timeout: 3s, body-timeout: 3s, send-timeout: 3s}\n";

  @TempDir Path folder;

  private Origin origin;
  private GatewayJar gateway;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    origin = new Origin();
    gateway = GatewayJar.start(origin.routed(folder) + LIMITS, Map.of(), "-Xmx512m");
  }

  @AfterEach
  void stop() throws InterruptedException {
    gateway.close();
    origin.close();
  }

  /** Heads, bodies, and the reading of responses. */
  @ParameterizedTest
  @ValueSource(strings = {"-H -i 1 -x 24", "-B -i 1 -s 8192 -x 10", "-X -w 1 -y 8 -n 1 -z 4 -k 3"})
  void servesOthersMeanwhile(String attack) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Engines.path("slowhttptest").toString());
    command.addAll(List.of(attack.split(" ", -1)));
    command.addAll(List.of("-c", String.valueOf(CONNECTIONS), "-r", "200", "-l"));
    command.addAll(List.of(String.valueOf(SECONDS), "-u", gateway.url() + "/slow"));
    Process attacker =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("slowhttptest").toFile())
            .start();
    int good = 0;
    int all = 0;
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/good"))
            .timeout(Duration.ofSeconds(5))
            .build();
    while (attacker.isAlive() && all < 1_000) {
      all++;
      try {
        good +=
            client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200 ? 1 : 0;
      } catch (IOException e) {
        // One of those that were not served.
      }
      Thread.sleep(20);
    }
    if (!attacker.waitFor(60, TimeUnit.SECONDS)) {
      attacker.destroyForcibly().waitFor();
    }
    String report = Files.readString(folder.resolve("slowhttptest"));
    assertThat(report).contains("closed:");
    assertThat(all).isGreaterThan(50);
    assertThat(good).isGreaterThanOrEqualTo((int) Math.ceil(all * 0.9));
  }
}

package dev.remora.it.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Engines;
import dev.remora.it.gateway.GatewayJar;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All 145 cases of h2spec 2.2.0, against the gateway as a program. */
class H2specTest {
  @TempDir Path folder;

  @Test
  void passesAllWithoutTls() throws Exception {
    run("protocols: [h1, h2c]");
  }

  @Test
  void passesAllWithTls() throws Exception {
    String tls = "tls: {certificates: [{certificate: " + SelfSigned.write(folder) + "}]}";
    run(tls, "--tls", "--insecure");
  }

  private void run(String listener, String... options) throws Exception {
    try (Origin origin = new Origin();
        GatewayJar gateway =
            GatewayJar.start(
                "listeners: [{address: 127.0.0.1, port: PORT, "
                    + listener
                    + "}]\n"
                    + origin.routed(folder),
                Map.of())) {
      String report = h2spec(gateway.port(), options);
      assertThat(report).contains("145 tests, 145 passed, 0 skipped, 0 failed");
      assertThat(gateway.log()).doesNotContain("SEVERE").doesNotContain("Exception");
    }
  }

  private String h2spec(int port, String... options) throws Exception {
    Path report = folder.resolve("h2spec");
    List<String> command = new ArrayList<>();
    command.add(Engines.path("h2spec").toString());
    command.addAll(List.of("--host", "127.0.0.1", "--port", String.valueOf(port)));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(report.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return Files.readString(report, StandardCharsets.UTF_8);
  }
}

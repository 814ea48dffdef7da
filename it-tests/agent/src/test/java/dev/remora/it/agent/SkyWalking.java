package dev.remora.it.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * SkyWalking's agent: the folder of its distribution that {@code -Dbeside.skywalking} names, with
 * plug-ins; else its core of Maven Central, without.
 */
final class SkyWalking {
  private static final String DISTRIBUTION = System.getProperty("beside.skywalking", "");

  /** Gets no header from it without Remora either: it knows this client up to version 5.1. */
  private static final String UNKNOWN = "apache5-async";

  /** In its header, in base 64: the peer that its span of the call has. */
  private static final int PEER = 7;

  private SkyWalking() {}

  static boolean hasPlugins() {
    return !DISTRIBUTION.isEmpty();
  }

  /** The options of a JVM; what it sends goes to a port of the loopback where nobody listens. */
  static List<String> options(Path folder, int closed) throws IOException {
    String backend = "-Dskywalking.collector.backend_service=127.0.0.1:" + closed;
    if (!hasPlugins()) {
      return List.of("-javaagent:" + core(folder), backend);
    }
    return List.of(
        "-javaagent:" + Path.of(DISTRIBUTION, "skywalking-agent.jar"),
        backend,
        "-Dskywalking.agent.service_name=shop",
        // Else it makes no spans, hence writes no header, while there is no backend.
        "-Dskywalking.agent.keep_tracing=true",
        // Those for classes of the JDK have a folder of their own, and are not active by default.
        "-Dskywalking.plugin.mount=plugins,activations,bootstrap-plugins",
        "-Dskywalking.plugin.jdkthreading.threading_class_prefixes=app.",
        // Without this its plug-in for HttpURLConnection fails on any JDK after 8.
        "--add-exports=java.base/sun.net.www=ALL-UNNAMED",
        "-Dskywalking.logging.level=WARN",
        "-Dskywalking.logging.dir=" + logs(folder));
  }

  /** The core alone: the folder that it starts from has no plug-ins. */
  private static Path core(Path folder) throws IOException {
    Path home = Files.createDirectories(folder.resolve("skywalking"));
    Files.createDirectories(home.resolve("plugins"));
    Path jar = home.resolve("skywalking-agent.jar");
    if (!Files.exists(jar)) {
      Files.copy(Environment.peer("apm-agent"), jar);
      Files.writeString(
          Files.createDirectories(home.resolve("config")).resolve("agent.config"),
          "agent.service_name=shop\nlogging.output=FILE\nlogging.level=WARN\n");
    }
    return jar;
  }

  /** The last request to the endpoint had its header, of a span whose peer is the service. */
  static void assertHeader(String client, Endpoint endpoint) {
    if (client.equals(UNKNOWN)) {
      return;
    }
    String header = endpoint.skywalking();
    assertThat(header).as("sw8 of %s", client).isNotNull();
    String peer = new String(Base64.getDecoder().decode(header.split("-", -1)[PEER]), UTF_8);
    assertThat(peer).as(client).matches("orders(:80)?");
  }

  /** None of its plug-ins has failed: it logs that and goes on. */
  static void assertNoFailures(Path folder) throws IOException {
    assertThat(Files.readString(logs(folder).resolve("skywalking-api.log")))
        .doesNotContain("intercept failure", "Enhance class");
  }

  private static Path logs(Path folder) {
    return folder.resolve("skywalking-logs");
  }
}

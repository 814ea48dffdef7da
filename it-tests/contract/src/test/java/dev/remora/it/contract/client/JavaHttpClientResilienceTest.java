package dev.remora.it.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Engines;
import dev.remora.it.app11.JavaHttpClientShop;
import dev.remora.it.contract.client.ScriptedEndpoint.Script;
import dev.remora.it.contract.endpoint.DeadPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How calls of java.net.http end, are tried again, limited in time and rejected, on each JDK. */
final class JavaHttpClientResilienceTest {
  private static final String RETRY =
      "retry: {attempts: 2, backoff: 1ms, on: [reset, timeout, 503]}";

  @TempDir Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final StringBuilder endpoints = new StringBuilder("endpoints:\n");
  private final StringBuilder services = new StringBuilder("services:\n");

  @AfterEach
  void end() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @ParameterizedTest(name = "JDK {0}")
  @ValueSource(ints = {11, 17, 21, 25})
  void everyAttemptEndsOnce(int jdk) throws Exception {
    service("well", "{}", endpoint(Script.OK).address());
    UpgradingServer upgrading =
        keep(new UpgradingServer("one", InetAddress.getLoopbackAddress(), 0));
    service("upgraded", "{}", upgrading.address());
    service("down", "{}", endpoint(Script.UNAVAILABLE).address());
    service("resetting", "{}", endpoint(Script.RESET).address());
    service("slow", "{}", endpoint(Script.SLOW).address());
    service("cancelled", "{}", endpoint(Script.SLOW).address());
    service("limited", "{attempt-timeout: 400ms}", endpoint(Script.SLOW).address());
    service("dead", "{}", keep(new DeadPort(InetAddress.getLoopbackAddress())).address());
    List<String> lines =
        run(
            jdk,
            "cancel http://cancelled/",
            "get http://well/",
            "post http://well/",
            "get http://down/",
            "post http://resetting/",
            "hurry http://slow/",
            "get http://slow/",
            "get http://limited/",
            "hurry http://limited/",
            "get http://dead/",
            "get http://upgraded/",
            "get http://upgraded/",
            "status http://agent/");
    assertThat(lines).hasSize(13);
    assertThat(lines.remove(0)).isEqualTo("cancelled true");
    assertThat(lines.subList(0, 3))
        .containsExactly("200 HTTP_1_1 ok", "200 HTTP_1_1 ok", "503 HTTP_1_1 down");
    assertThat(lines.get(3)).contains("Exception");
    assertThat(lines.get(4)).isEqualTo("java.net.http.HttpTimeoutException: request timed out");
    assertThat(lines.get(5)).isEqualTo("200 HTTP_1_1 ok");
    assertThat(lines.get(6)).isEqualTo(lines.get(4));
    assertThat(lines.get(7)).isEqualTo(lines.get(4));
    assertThat(lines.get(8)).contains("ConnectException");
    assertThat(lines.subList(9, 11)).allMatch(line -> line.startsWith("200 HTTP_2 one "));
    String status = lines.get(11);
    assertThat(column(status, "IN FLIGHT", "")).isNotEmpty().containsOnly("0");
    assertThat(column(status, "FAILURES", "well")).containsExactly("0");
    assertThat(column(status, "FAILURES", "down")).containsExactly("1");
    assertThat(column(status, "FAILURES", "resetting")).containsExactly("1");
    assertThat(column(status, "FAILURES", "slow")).containsExactly("1");
    assertThat(column(status, "FAILURES", "limited")).containsExactly("2");
    // In JDK 11 a future that is cancelled leaves its request alone, which succeeds in the end.
    assertThat(column(status, "FAILURES", "cancelled")).containsExactly("0");
  }

  @ParameterizedTest(name = "JDK {0}")
  @ValueSource(ints = {11, 17, 21, 25})
  void callsAreTriedAgain(int jdk) throws Exception {
    ScriptedEndpoint down = endpoint(Script.UNAVAILABLE);
    ScriptedEndpoint well = endpoint(Script.OK);
    service(
        "orders",
        "{balance: round-robin, outlier: {consecutive-failures: 0, success-rate-deviations: 0}, "
            + RETRY
            + "}",
        down.address(),
        well.address());
    service("resetting", "{" + RETRY + "}", endpoint(Script.RESET).address(), well.address());
    service(
        "slow",
        "{attempt-timeout: 400ms, " + RETRY + "}",
        endpoint(Script.SLOW).address(),
        well.address());
    service("failing", "{" + RETRY + "}", endpoint(Script.UNAVAILABLE).address());
    service(
        "breaking",
        "{breaker: {failures: 50%, min-calls: 2}}",
        endpoint(Script.UNAVAILABLE).address());
    List<String> lines =
        run(
            jdk,
            "get http://orders/one",
            "get http://orders/two",
            "put http://orders/three",
            "put http://orders/four",
            "post http://orders/",
            "post http://orders/",
            "stream http://orders/",
            "stream http://orders/",
            "get http://resetting/",
            "get http://resetting/",
            "get http://slow/",
            "get http://slow/",
            "get http://failing/",
            "get http://breaking/",
            "get http://breaking/",
            "get http://breaking/",
            "status http://agent/");
    assertThat(lines).hasSize(17);
    assertThat(lines.subList(0, 4)).containsOnly("200 HTTP_1_1 ok");
    assertThat(lines.subList(4, 6))
        .as("POST is not tried again")
        .containsExactlyInAnyOrder("200 HTTP_1_1 ok", "503 HTTP_1_1 down");
    assertThat(lines.subList(6, 8))
        .as("nor is what can be read once")
        .containsExactlyInAnyOrder("200 HTTP_1_1 ok", "503 HTTP_1_1 down");
    assertThat(lines.subList(8, 12)).containsOnly("200 HTTP_1_1 ok");
    assertThat(lines.subList(12, 15)).containsOnly("503 HTTP_1_1 down");
    assertThat(lines.get(15))
        .startsWith("java.io.IOException: Remora rejected the call to breaking: ");
    assertThat(column(lines.get(16), "IN FLIGHT", "")).isNotEmpty().containsOnly("0");
    assertThat(down.heads()).isNotEmpty();
    for (String head : down.heads()) {
      if (head.startsWith("GET") || head.contains("/three") || head.contains("/four")) {
        assertThat(well.heads()).as("the same request again").contains(head);
      }
    }
  }

  @ParameterizedTest(name = "JDK {0}")
  @ValueSource(ints = {11, 17, 21, 25})
  void readsAreHedgedAndLeaveNothingBehind(int jdk) throws Exception {
    String hedge = "balance: round-robin, hedge: {after: 50ms, budget: 100%}";
    ScriptedEndpoint slow = endpoint(Script.LATE);
    ScriptedEndpoint well = endpoint(Script.OK);
    service("orders", "{" + hedge + "}", slow.address(), well.address());
    // The hedge fails: before it is connected, without an answer, with one that is none.
    InetSocketAddress dead = keep(new DeadPort(InetAddress.getLoopbackAddress())).address();
    service("half", "{" + hedge + "}", endpoint(Script.LATE).address(), dead);
    ScriptedEndpoint down = endpoint(Script.UNAVAILABLE);
    service("turned", "{" + hedge + "}", endpoint(Script.LATE).address(), down.address());
    ScriptedEndpoint alone = endpoint(Script.LATE);
    service("alone", "{" + hedge + "}", alone.address());
    List<String> lines =
        run(
            jdk,
            "get http://orders/1",
            "get http://orders/2",
            "get http://orders/3",
            "get http://orders/4",
            "get http://orders/5",
            "get http://orders/6",
            "hurry http://alone/",
            "get http://half/",
            "get http://turned/",
            "get http://turned/",
            "status http://agent/",
            "forget http://client/");
    assertThat(lines).hasSize(12);
    assertThat(lines.subList(0, 6)).containsOnly("200 HTTP_1_1 ok");
    assertThat(lines.get(6)).isEqualTo("java.net.http.HttpTimeoutException: request timed out");
    assertThat(lines.get(7)).isEqualTo("200 HTTP_1_1 ok");
    assertThat(lines.subList(8, 10)).contains("200 HTTP_1_1 ok");
    assertThat(slow.heads()).isNotEmpty();
    assertThat(well.heads()).as("where each ends").hasSize(6).containsAll(slow.heads());
    assertThat(down.heads()).isNotEmpty();
    assertThat(alone.heads()).hasSize(1);
    String status = lines.get(10);
    assertThat(column(status, "IN FLIGHT", "")).isNotEmpty().containsOnly("0");
    assertThat(column(status, "FAILURES", "orders")).containsOnly("0");
    assertThat(lines.get(11)).isEqualTo("1 client, 0 connections");
  }

  /** The cells of a column of the status, of one service or ("") of all. */
  private static List<String> column(String status, String name, String service) {
    List<String> cells = new ArrayList<>();
    int from = -1;
    int to = -1;
    for (String line : status.split("\\|", -1)) {
      if (line.startsWith("SERVICE ")) {
        from = line.indexOf("  " + name) + 2;
        to = line.indexOf("  ", from);
      } else if (from > 0 && line.contains("127.0.0.1:") && line.startsWith(service)) {
        cells.add(line.substring(from, Math.min(to, line.length())).trim());
      }
    }
    return cells;
  }

  private List<String> run(int jdk, String... things) throws Exception {
    Path agent = Path.of("../../agent/javaagent/target/remora-agent.jar").toAbsolutePath();
    Path classes =
        Path.of(
            JavaHttpClientShop.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path registry = Files.writeString(folder.resolve("endpoints.yaml"), endpoints);
    Path config =
        Files.writeString(
            folder.resolve("remora.yaml"), "registry: file:" + registry + "\n" + services);
    List<String> command = new ArrayList<>();
    command.add(Engines.java(jdk).toString());
    command.add("-javaagent:" + agent.normalize() + "=config=" + config);
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", classes.toString()));
    command.add(JavaHttpClientShop.class.getName());
    command.addAll(List.of(things));
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(JAVA_TOOL|JDK_JAVA|REMORA_|OTEL_).*|(?i).*_proxy"));
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      assertThat(Files.readString(errors)).isEmpty();
      return output.lines().collect(Collectors.toCollection(ArrayList::new));
    } finally {
      process.destroyForcibly();
    }
  }

  private void service(String name, String settings, InetSocketAddress... at) {
    services.append("  ").append(name).append(": ").append(settings).append('\n');
    endpoints.append("  ").append(name).append(": [");
    for (InetSocketAddress each : at) {
      endpoints
          .append('"')
          .append(each.getAddress().getHostAddress())
          .append(':')
          .append(each.getPort())
          .append("\", ");
    }
    endpoints.setLength(endpoints.length() - 2);
    endpoints.append("]\n");
  }

  private ScriptedEndpoint endpoint(Script script) throws Exception {
    return keep(new ScriptedEndpoint(script));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }
}

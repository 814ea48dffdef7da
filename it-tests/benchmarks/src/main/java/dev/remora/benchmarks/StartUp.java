package dev.remora.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Time from the start of a JVM to its first response, whole process, seen from outside: without an
 * agent and with the address written out, with Remora and the service's name, and with the
 * OpenTelemetry agent and the address written out. The arms take turns, so that all see the same
 * machine.
 */
final class StartUp {
  private static final int ROUNDS = Integer.getInteger("rounds", 15);

  private StartUp() {}

  /** Measures on every JDK whose home is an argument. */
  public static void main(String[] homes) throws Exception {
    try (TinyServer server = new TinyServer();
        Consul consul = Consul.start()) {
      consul.register("orders", server.port());
      for (String home : homes) {
        measure(home, server.port(), consul.port());
      }
    }
  }

  private static void measure(String home, int port, int consulPort) throws Exception {
    String address = "http://127.0.0.1:" + port + "/v1/items";
    List<Arm> arms =
        List.of(
            new Arm("no agent", address, List.of()),
            new Arm(
                "Remora",
                "http://orders/v1/items",
                List.of(
                    "-javaagent:" + Jars.remora() + "=registry=consul://127.0.0.1:" + consulPort)),
            new Arm(
                "Remora, traced",
                "http://orders/v1/items",
                List.of(
                    "-javaagent:" + Jars.remora() + "=registry=consul://127.0.0.1:" + consulPort,
                    "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + port)),
            new Arm(
                "OpenTelemetry agent",
                address,
                List.of(
                    "-javaagent:" + Jars.openTelemetry(),
                    "-Dotel.traces.exporter=none",
                    "-Dotel.metrics.exporter=none",
                    "-Dotel.logs.exporter=none")));
    for (int round = -1; round < ROUNDS; round++) {
      for (Arm arm : arms) {
        double milliseconds = arm.run(home);
        if (round >= 0) {
          arm.times.add(milliseconds);
        }
      }
    }
    double none = Medians.of(arms.get(0).times);
    System.out.printf("%nStart-up, JVM start to first response, %d rounds, %s%n", ROUNDS, home);
    for (Arm arm : arms) {
      System.out.printf(
          "  %-20s median %5.0f ms   adds %5.0f ms%n",
          arm.name, Medians.of(arm.times), Medians.of(arm.times) - none);
    }
    for (Arm arm : arms.subList(1, 3)) {
      System.out.printf(
          "  ratio of what is added, %s / OpenTelemetry agent: %.3f (bound 0.15)%n",
          arm.name, (Medians.of(arm.times) - none) / (Medians.of(arms.get(3).times) - none));
    }
  }

  /** One way to start the program. */
  private static final class Arm {
    final String name;
    final String url;
    final List<String> options;
    final List<Double> times = new ArrayList<>();

    Arm(String name, String url, List<String> options) {
      this.name = name;
      this.url = url;
      this.options = options;
    }

    double run(String home) throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(home, "bin", "java").toString());
      command.addAll(options);
      command.addAll(List.of("-cp", Jars.classes(), FirstCall.class.getName(), url));
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String status = out.readLine();
        double milliseconds = (System.nanoTime() - start) / 1e6;
        if (!"200".equals(status) || !process.waitFor(30, TimeUnit.SECONDS)) {
          throw new IOException(name + " gave " + status + ": " + command);
        }
        return milliseconds;
      } finally {
        process.destroyForcibly();
      }
    }
  }
}

package dev.remora.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A loaded client, keep-alive, loopback: the same calls to a written-out address without an agent,
 * and to the service's name with Remora. The two take turns in JVMs of their own, and the ratio is
 * taken pair by pair, so that a drift of the machine's speed meets both.
 */
final class Throughput {
  private static final int WARM_UP_SECONDS = Integer.getInteger("warm-up", 10);
  private static final int ROUNDS = Integer.getInteger("rounds", 7);
  private static final int SECONDS = Integer.getInteger("seconds", 6);

  private Throughput() {}

  /** Measures on every JDK whose home is an argument. */
  public static void main(String[] homes) throws Exception {
    try (TinyServer server = new TinyServer();
        Consul consul = Consul.start()) {
      consul.register("orders", server.port());
      for (String home : homes) {
        for (String client : List.of("java-http-client", "okhttp")) {
          measure(home, client, server.port(), consul.port());
        }
      }
    }
  }

  private static void measure(String home, String client, int port, int consulPort)
      throws IOException, InterruptedException {
    List<Double> ratios = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double plain = run(home, client, "http://127.0.0.1:" + port + "/v1/items", List.of());
      double routed =
          run(
              home,
              client,
              "http://orders/v1/items",
              List.of(
                  "-javaagent:" + Jars.remora() + "=registry=consul://127.0.0.1:" + consulPort));
      without.add(plain);
      with.add(routed);
      ratios.add(routed / plain);
    }
    System.out.printf(
        "%nThroughput, one thread, %s, %s, %d rounds%n"
            + "  address written out, no agent   median %7.0f calls/s%n"
            + "  service name, Remora            median %7.0f calls/s%n"
            + "  ratio                           median %.3f   (%s)  bound 0.97%n",
        client,
        home,
        ROUNDS,
        Medians.of(without),
        Medians.of(with),
        Medians.of(ratios),
        ratios.stream()
            .map(ratio -> String.format("%.3f", ratio))
            .collect(Collectors.joining(" ")));
  }

  /** The median of the seconds after warming up. */
  private static double run(String home, String client, String url, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(home, "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Xmx256m",
            "-cp",
            Jars.classesAndLibraries(),
            Load.class.getName(),
            client,
            url,
            Integer.toString(WARM_UP_SECONDS + SECONDS)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      List<Double> seconds =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(Double::valueOf)
              .skip(WARM_UP_SECONDS)
              .collect(Collectors.toList());
      if (process.waitFor() != 0) {
        throw new IOException("failed: " + command);
      }
      return Medians.of(seconds);
    } finally {
      process.destroyForcibly();
    }
  }
}

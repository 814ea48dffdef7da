package dev.remora.benchmarks.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the gateway adds to the slowest hundredth of the responses, at 2,000 requests per second in
 * an open loop: the origin asked directly and through each program in turns, medians of the rounds.
 */
final class Latency {
  private static final int ROUNDS = Integer.getInteger("rounds", 5);
  private static final int SECONDS = Integer.getInteger("seconds", 8);
  private static final int PER_SECOND = 2_000;
  private static final double BOUND_MILLIS = 1;

  private Latency() {}

  /** Measures; the process ends with 1 if the bound is missed. */
  public static void main(String[] args) throws Exception {
    System.exit(isMet() ? 0 : 1);
  }

  private static boolean isMet() throws Exception {
    Path folder = Files.createTempDirectory("gateway-latency");
    Peers peers = new Peers(folder);
    List<String> options = List.of("-Xmx128m", "-XX:+UseSerialGC");
    try (Program origin = peers.origin(9801);
        Program nginx = peers.nginx(9802, 9801);
        Full full = Full.start(peers, folder, 9805, options, 9801)) {
      List<Program> programs = List.of(origin, nginx, full.program());
      List<List<Double>> p99 = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      List<List<Double>> p50 = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      String[] headers = full.headers().toArray(String[]::new);
      for (int round = -1; round < ROUNDS; round++) {
        for (int i = 0; i < programs.size(); i++) {
          try (OpenLoop load =
              new OpenLoop(programs.get(i).url(), PER_SECOND * (SECONDS + 1), headers)) {
            load.run(PER_SECOND, SECONDS);
            if (load.failed() > 0) {
              throw new IllegalStateException(programs.get(i).name() + ": " + load.failed());
            }
            if (round >= 0) {
              p50.get(i).add(load.millis(0.5));
              p99.get(i).add(load.millis(0.99));
            }
          }
        }
      }
      System.out.printf(
          "%nLatency, %d requests per second, %d rounds of %d s, JDK %s%n%n| | p50 ms | p99 ms |%n|---|---|---|%n",
          PER_SECOND, ROUNDS, SECONDS, System.getProperty("java.version"));
      for (int i = 0; i < programs.size(); i++) {
        System.out.printf(
            "| %s | %.3f | %.3f |%n",
            programs.get(i).name(), median(p50.get(i)), median(p99.get(i)));
      }
      double added = median(p99.get(2)) - median(p99.get(0));
      boolean met = added <= BOUND_MILLIS;
      System.out.printf(
          "%n%s p99 added by the gateway %.3f ms (<= %.1f)%n",
          met ? "ok  " : "MISS", added, BOUND_MILLIS);
      return met;
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    return sorted.get(sorted.size() / 2);
  }
}

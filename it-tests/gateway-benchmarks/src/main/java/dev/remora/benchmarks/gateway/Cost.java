package dev.remora.benchmarks.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Processor time per request by the operating system's own accounting, and requests per second:
 * bare proxying by nginx, HAProxy, Spring Cloud Gateway and Remora's gateway, and that gateway with
 * all that stands at an edge. The arms take turns, so that all see the same machine; medians.
 */
final class Cost {
  private static final int ROUNDS = Integer.getInteger("rounds", 5);
  private static final int SECONDS = Integer.getInteger("seconds", 10);
  private static final int WARM_UP = Integer.getInteger("warm-up", 20);
  private static final int CONNECTIONS = 16;

  private static final double BARE_BOUND = 45;
  private static final double FULL_BOUND = 65;
  private static final double RATIO_BOUND = 1.8;

  private Cost() {}

  /** Measures; the process ends with 1 if a bound is missed. */
  public static void main(String[] args) throws Exception {
    System.exit(isMet() ? 0 : 1);
  }

  private static boolean isMet() throws Exception {
    Path folder = Files.createTempDirectory("gateway-cost");
    Peers peers = new Peers(folder);
    List<String> oneLoop = List.of("-Xmx128m");
    try (Program origin = peers.origin(9801);
        Full full = Full.start(peers, folder, 9805, oneLoop, 9801);
        Program nginx = peers.nginx(9802, 9801);
        Program haproxy = peers.haproxy(9803, 9801);
        Program remora = peers.remora("Remora", 9804, Full.BARE, oneLoop, 9801);
        Program spring = peers.springCloudGateway(9806, 9801)) {
      Arm bare = new Arm(remora, List.of());
      Arm all = new Arm(full.program(), full.headers());
      Arm scg = new Arm(spring, List.of());
      List<Arm> arms =
          List.of(
              new Arm(origin, List.of()),
              new Arm(nginx, List.of()),
              new Arm(haproxy, List.of()),
              scg,
              bare,
              all);
      for (Arm arm : arms) {
        arm.run(WARM_UP);
        arm.forget();
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Arm arm : arms) {
          arm.run(SECONDS);
        }
      }
      System.out.printf(
          "%nCost, %d connections, %d rounds of %d s, JDK %s%n%n| | CPU us / request | requests / s | RSS MiB |%n|---|---|---|---|%n",
          CONNECTIONS, ROUNDS, SECONDS, System.getProperty("java.version"));
      arms.forEach(Arm::print);
      double ratio = bare.perSecond() / scg.perSecond();
      boolean met =
          bare.micros() <= BARE_BOUND && all.micros() <= FULL_BOUND && ratio >= RATIO_BOUND;
      System.out.printf(
          "%n%s bare %.1f us (<= %.0f), with everything %.1f us (<= %.0f), requests per second of Spring Cloud Gateway's %.2f (>= %.1f)%n",
          met ? "ok  " : "MISS",
          bare.micros(),
          BARE_BOUND,
          all.micros(),
          FULL_BOUND,
          ratio,
          RATIO_BOUND);
      return met;
    }
  }

  /** A program, and what was measured of it. */
  private static final class Arm {
    private final Program program;
    private final List<String> headers;
    private final List<Double> micros = new ArrayList<>();
    private final List<Double> perSecond = new ArrayList<>();

    Arm(Program program, List<String> headers) {
      this.program = program;
      this.headers = headers;
    }

    void run(int seconds) throws Exception {
      long before = program.cpuMicros();
      Wrk.Result result = Wrk.run(program.url(), CONNECTIONS, seconds, headers);
      if (result.failed() > 0 || result.requests() == 0) {
        throw new IllegalStateException(program.name() + ": " + result);
      }
      micros.add((double) (program.cpuMicros() - before) / result.requests());
      perSecond.add(result.perSecond());
    }

    void forget() {
      micros.clear();
      perSecond.clear();
    }

    double micros() {
      return median(micros);
    }

    double perSecond() {
      return median(perSecond);
    }

    void print() {
      System.out.printf(
          "| %s | %.1f | %.0f | %d |%n",
          program.name(), micros(), perSecond(), program.residentMiB());
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    return sorted.get(sorted.size() / 2);
  }
}

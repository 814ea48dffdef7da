package dev.remora.benchmarks.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What clients see when one of three backends is killed under 2,000 requests per second: it ends
 * with requests under way, and its port refuses from then on.
 */
final class Faults {
  private static final int PER_SECOND = 2_000;
  private static final int SECONDS = 8;
  private static final int KILLED_AFTER_MILLIS = 3_000;
  private static final int ROUNDS = Integer.getInteger("rounds", 5);
  private static final int BOUND = 5;

  private Faults() {}

  /** Measures; the process ends with 1 if the bound is missed. */
  public static void main(String[] args) throws Exception {
    System.exit(isMet() ? 0 : 1);
  }

  private static boolean isMet() throws Exception {
    Path folder = Files.createTempDirectory("gateway-faults");
    Peers peers = new Peers(folder);
    int worst = 0;
    System.out.printf("%nOne of 3 backends killed at %d requests per second%n", PER_SECOND);
    for (int round = 0; round < ROUNDS; round++) {
      try (Program one = peers.origin(9801);
          Program two = peers.origin(9811);
          Program three = peers.origin(9812);
          Program remora =
              peers.remora("Remora", 9805, Full.BARE, List.of("-Xmx128m"), 9801, 9811, 9812);
          OpenLoop load = new OpenLoop(remora.url(), PER_SECOND * (SECONDS + 1))) {
        Wrk.run(remora.url(), 16, 3, List.of());
        Thread killer =
            new Thread(
                () -> {
                  try {
                    Thread.sleep(KILLED_AFTER_MILLIS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  three.kill();
                });
        killer.start();
        load.run(PER_SECOND, SECONDS);
        killer.join();
        System.out.printf("  %d answered, %d failed%n", load.answered(), load.failed());
        worst = Math.max(worst, load.failed());
      }
    }
    boolean met = worst <= BOUND;
    System.out.printf("%s at most %d failed (<= %d)%n", met ? "ok  " : "MISS", worst, BOUND);
    return met;
  }
}

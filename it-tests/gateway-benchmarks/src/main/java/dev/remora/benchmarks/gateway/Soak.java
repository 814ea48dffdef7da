package dev.remora.benchmarks.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A long load of mixed length: memory after a fifth of it and at its end, and the sockets that are
 * left when all clients have gone.
 */
final class Soak {
  private static final int MINUTES = Integer.getInteger("minutes", 10);
  private static final double GROWTH_BOUND = 1.10;

  /** Idle connections to the origin are closed after 30 s, swept every second. */
  private static final long IDLE_MILLIS = 35_000;

  private Soak() {}

  /** Measures; the process ends with 1 if memory grows or a connection is left. */
  public static void main(String[] args) throws Exception {
    System.exit(isMet() ? 0 : 1);
  }

  private static boolean isMet() throws Exception {
    Path folder = Files.createTempDirectory("gateway-soak");
    Peers peers = new Peers(folder);
    try (Program origin = peers.origin(9801);
        Full full =
            Full.start(peers, folder, 9805, List.of("-Xmx128m", "-XX:+UseSerialGC"), 9801)) {
      Program program = full.program();
      Wrk.run(program.url(), 64, 5, full.headers());
      Thread.sleep(IDLE_MILLIS);
      long socketsBefore = program.sockets();
      long failed = 0;
      long requests = 0;
      long early = 0;
      int pieces = MINUTES * 6;
      for (int i = 0; i < pieces; i++) {
        Wrk.Result result = Wrk.run(program.url(), 1 + (i * 37) % 128, 10, full.headers());
        failed += result.failed();
        requests += result.requests();
        if (i == pieces / 5) {
          early = program.residentMiB();
        }
      }
      long late = program.residentMiB();
      Thread.sleep(IDLE_MILLIS);
      long socketsAfter = program.sockets();
      boolean met = failed == 0 && late <= early * GROWTH_BOUND && socketsAfter <= socketsBefore;
      System.out.printf(
          "%nSoak, %d minutes, %d requests%n%s %d failed (0), RSS %d MiB after a fifth, %d at the end (<= %.2f times), sockets %d before, %d after%n",
          MINUTES,
          requests,
          met ? "ok  " : "MISS",
          failed,
          early,
          late,
          GROWTH_BOUND,
          socketsBefore,
          socketsAfter);
      return met;
    }
  }
}

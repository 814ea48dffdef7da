package dev.remora.benchmarks.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A long load with more and fewer connections in turns: what lives on the heap, and what the
 * process takes beside it, after a fifth of the time and at its end; and the sockets that are left
 * when all clients have gone. All of the heap is touched at the start, so that the process only
 * grows by what is not on it.
 */
final class Soak {
  private static final int MINUTES = Integer.getInteger("minutes", 10);
  private static final int PIECE_SECONDS = 10;
  private static final double LIVE_BOUND = 1.25;
  private static final double RESIDENT_BOUND = 1.05;

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
    List<String> options =
        List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch");
    try (Program origin = peers.origin(9801);
        Full full = Full.start(peers, folder, 9805, options, 9801)) {
      Program program = full.program();
      Wrk.run(program.url(), 64, 5, full.headers());
      Thread.sleep(IDLE_MILLIS);
      long socketsBefore = program.sockets();
      long failed = 0;
      long requests = 0;
      Memory early = null;
      int pieces = MINUTES * 60 / PIECE_SECONDS;
      for (int i = 0; i < pieces; i++) {
        Wrk.Result result =
            Wrk.run(program.url(), 1 + (i * 37) % 128, PIECE_SECONDS, full.headers());
        failed += result.failed();
        requests += result.requests();
        if (i == pieces / 5) {
          early = Memory.of(program);
        }
      }
      Memory late = Memory.of(program);
      Thread.sleep(IDLE_MILLIS);
      long socketsAfter = program.sockets();
      boolean met =
          failed == 0
              && late.liveKiB() <= early.liveKiB() * LIVE_BOUND
              && late.residentMiB() <= early.residentMiB() * RESIDENT_BOUND
              && socketsAfter <= socketsBefore;
      System.out.printf(
          "%nSoak, %d minutes, %d requests, JDK %s%n%s %d failed (0); after a fifth and at the end: live on the heap %d and %d KiB (<= %.2f times), RSS %d and %d MiB (<= %.2f times); sockets before and after %d and %d%n",
          MINUTES,
          requests,
          System.getProperty("java.version"),
          met ? "ok  " : "MISS",
          failed,
          early.liveKiB(),
          late.liveKiB(),
          LIVE_BOUND,
          early.residentMiB(),
          late.residentMiB(),
          RESIDENT_BOUND,
          socketsBefore,
          socketsAfter);
      return met;
    }
  }

  /** What there is of it after a full collection. */
  private record Memory(long liveKiB, long residentMiB) {
    static Memory of(Program program) throws Exception {
      return new Memory(program.liveBytes() / 1024, program.residentMiB());
    }
  }
}

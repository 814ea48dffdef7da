package dev.remora.benchmarks.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From the start of the JVM to the first 200 from a service, what the process takes in memory after
 * a load, and the size of the jar.
 */
final class Start {
  private static final int ROUNDS = Integer.getInteger("rounds", 9);
  private static final int SECONDS = Integer.getInteger("seconds", 10);
  private static final double FIRST_BOUND_MILLIS = 1_500;
  private static final double RESIDENT_BOUND_MIB = 150;
  private static final double JAR_BOUND_MIB = 20;

  private Start() {}

  /** Measures; the process ends with 1 if a bound is missed. */
  public static void main(String[] args) throws Exception {
    System.exit(isMet() ? 0 : 1);
  }

  private static boolean isMet() throws Exception {
    Path folder = Files.createTempDirectory("gateway-start");
    Peers peers = new Peers(folder);
    List<Double> times = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    try (Program origin = peers.origin(9801)) {
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        try (Full full =
            Full.start(peers, folder, 9805, List.of("-Xmx128m", "-XX:+UseSerialGC"), 9801)) {
          times.add((System.nanoTime() - start) / 1e6);
          if (round < 3) {
            Wrk.run(full.program().url(), 64, SECONDS, full.headers());
            resident.add((double) full.program().residentMiB());
          }
        }
      }
    }
    double jar = Files.size(Path.of("edge-gateway/target/remora-gateway.jar")) / 1048576.0;
    boolean met =
        median(times) <= FIRST_BOUND_MILLIS
            && median(resident) <= RESIDENT_BOUND_MIB
            && jar <= JAR_BOUND_MIB;
    System.out.printf(
        "%nStart, %d rounds, JDK %s, -Xmx128m -XX:+UseSerialGC%n%s first 200 after %.0f ms (<= %.0f), RSS after a load %.0f MiB (<= %.0f), jar %.1f MiB (<= %.0f)%n",
        ROUNDS,
        System.getProperty("java.version"),
        met ? "ok  " : "MISS",
        median(times),
        FIRST_BOUND_MILLIS,
        median(resident),
        RESIDENT_BOUND_MIB,
        jar,
        JAR_BOUND_MIB);
    return met;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    return sorted.get(sorted.size() / 2);
  }
}

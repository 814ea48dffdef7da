package dev.remora.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the scenarios and writes their tables and pictures. */
public final class Main {
  private Main() {}

  /** Every scenario there is. */
  static List<Scenario> scenarios() {
    return List.of(
        new SlowEndpoint(1),
        new SlowEndpoint(10),
        new FailingFast(1),
        new FailingFast(10),
        new ColdStart(),
        new ZoneLoss(),
        new TotalFailure(),
        new BoundedHash());
  }

  /**
   * Runs them.
   *
   * @param arguments a folder, how many seeds, and the names of scenarios; none: all
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int seeds = Integer.parseInt(arguments[1]);
    List<String> chosen = List.of(arguments).subList(2, arguments.length);
    Files.createDirectories(folder);
    StringBuilder page = new StringBuilder("# What the simulator measured\n\n");
    page.append("Means of ").append(seeds).append(" runs, and in brackets the worst of them.");
    page.append(" Bounds are for the names in bold.\n\n");
    List<String> violations = new ArrayList<>();
    for (Scenario scenario : scenarios()) {
      if (chosen.isEmpty() || chosen.contains(scenario.name())) {
        long began = System.nanoTime();
        Tables tables = Tables.of(scenario, scenario.contestants(), seeds);
        Files.writeString(folder.resolve(scenario.name() + ".csv"), tables.csv());
        tables.chart().write(folder.resolve(scenario.name() + ".png"));
        page.append(tables.markdown());
        violations.addAll(tables.violations());
        System.out.print(tables.markdown());
        System.err.printf("%s: %.1f s%n", scenario.name(), (System.nanoTime() - began) / 1e9);
      }
    }
    Files.writeString(folder.resolve("simulator.md"), page);
    violations.forEach(violation -> System.err.println("OUT OF BOUNDS " + violation));
    System.exit(violations.isEmpty() ? 0 : 1);
  }
}

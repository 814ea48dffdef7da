package dev.remora.simulator;

import dev.remora.core.config.Balance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An endpoint joins nine others and is given time to warm up. */
final class ColdStart implements Scenario {
  private static final int SECONDS = 50;
  private static final int JOINS = 5;
  private static final int WINDOW = 30;

  /** Envoy's {@code min_weight_percent}, which is this default too. */
  private static final double LEAST = 0.1;

  /** Seconds over which shares are taken, so that chance alone is below the bound. */
  private static final int STEP = 5;

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public String title() {
    return "An endpoint joins 9 others, slow start of " + WINDOW + " s";
  }

  @Override
  public String story() {
    return "9 endpoints, and from second 5 a tenth one; 5 ms (log-normal, 99th percentile 20 ms),"
        + " 40,000 calls a second, a slow start of 30 s. The curve is Envoy's: a weight that rises"
        + " from 10 % in proportion to the time since the endpoint joined. Off the curve: the"
        + " greatest difference between the share of calls it got and that of the curve, each over"
        + " 5 s, in percent of its full share.";
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        Measure.atMost(5, "off the curve", "%.2f %%"), Measure.only("share at the end", "%.1f %%"));
  }

  @Override
  public String unit() {
    return "% of a full share that the new endpoint gets";
  }

  @Override
  public List<Contestant> contestants() {
    String slowStart = "slow-start: " + WINDOW + "s";
    List<Contestant> all = new ArrayList<>(List.of(Contestant.defaults(slowStart)));
    Arrays.stream(Balance.values())
        .filter(balance -> !BoundedHash.isHash(balance))
        .map(balance -> Contestant.of(balance, slowStart))
        .forEach(all::add);
    return all;
  }

  @Override
  public Run run(Contestant contestant, long seed) {
    Simulation simulation = new Simulation(seed, TimeUnit.SECONDS.toNanos(SECONDS));
    Fleet fleet = new Fleet(simulation);
    ServiceTime time = ServiceTime.logNormal(5, 20);
    for (int i = 0; i < 9; i++) {
      fleet.add("", time);
    }
    Clients clients = new Clients(simulation, fleet, contestant, 1);
    // In the middle of everything periodic, as it would be.
    long joins = TimeUnit.SECONDS.toNanos(JOINS);
    simulation.at(
        joins,
        () -> {
          fleet.add("", time);
          clients.told(fleet.descriptions());
        });
    clients.load(40_000, (began, reply) -> {});
    long[] ofNew = new long[SECONDS + 1];
    long[] ofAll = new long[SECONDS + 1];
    for (int second = 1; second <= SECONDS; second++) {
      int index = second;
      simulation.at(
          TimeUnit.SECONDS.toNanos(second),
          () -> {
            ofAll[index] = fleet.all().stream().mapToLong(ServingEndpoint::received).sum();
            ofNew[index] = fleet.all().size() < 10 ? 0 : fleet.all().get(9).received();
          });
    }
    simulation.run();
    double[] line = new double[SECONDS];
    for (int second = 0; second < SECONDS; second++) {
      line[second] = second < JOINS ? Double.NaN : share(ofNew, ofAll, second, second + 1);
    }
    double off = 0;
    for (int from = JOINS; from + STEP <= SECONDS; from += STEP) {
      double difference = share(ofNew, ofAll, from, from + STEP) - curve(from - JOINS);
      off = Math.max(off, Math.abs(difference));
    }
    return new Run(line, off, share(ofNew, ofAll, SECONDS - STEP, SECONDS));
  }

  private static double share(long[] ofNew, long[] ofAll, int from, int to) {
    return 100.0 * 10 * (ofNew[to] - ofNew[from]) / (ofAll[to] - ofAll[from]);
  }

  /** The mean of the curve over a step, in percent of a full share. */
  private static double curve(int age) {
    double sum = 0;
    int parts = 1000;
    for (int i = 0; i < parts; i++) {
      double weight = Math.min(1, Math.max(LEAST, (age + STEP * (i + 0.5) / parts) / WINDOW));
      sum += 100 * 10 * weight / (9 + weight);
    }
    return sum / parts;
  }
}

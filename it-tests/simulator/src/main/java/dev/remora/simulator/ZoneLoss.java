package dev.remora.simulator;

import dev.remora.core.config.Balance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A zone of three goes down, and the others must carry its load evenly. */
final class ZoneLoss implements Scenario {
  private static final int SECONDS = 45;
  private static final int LOST = 15;
  private static final int TOLD = 17;
  private static final List<String> ZONES = List.of("a", "b", "c");
  private static final int IN_ZONE = 4;

  @Override
  public String name() {
    return "zone-loss";
  }

  @Override
  public String title() {
    return "One of 3 zones goes down, 6 client processes";
  }

  @Override
  public String story() {
    return "Three zones with 4 endpoints and 2 client processes each; 5 ms (log-normal, 99th"
        + " percentile 20 ms), 6,000 calls a second. At second 15 the endpoints of zone a refuse"
        + " connections, at 17 the registry drops them; the client processes there go on. Busiest:"
        + " the most that one of the 8 others got from second 20 to the end, in fair shares of an"
        + " eighth.";
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        Measure.atMost(1.1, "busiest survivor", "%.3f"),
        Measure.only("calls that failed", "%.3f %%"),
        new Measure("within the zone before", "%.1f %%", Measure.Sense.AT_LEAST, Double.NaN));
  }

  @Override
  public String unit() {
    return "fair shares that the busiest endpoint gets";
  }

  @Override
  public List<Contestant> contestants() {
    List<Contestant> all = new ArrayList<>(List.of(Contestant.defaults()));
    Arrays.stream(Balance.values())
        .filter(balance -> !BoundedHash.isHash(balance))
        .map(Contestant::of)
        .forEach(all::add);
    return all;
  }

  @Override
  public Run run(Contestant contestant, long seed) {
    Simulation simulation = new Simulation(seed, TimeUnit.SECONDS.toNanos(SECONDS));
    Fleet fleet = new Fleet(simulation);
    for (String zone : ZONES) {
      for (int i = 0; i < IN_ZONE; i++) {
        fleet.add(zone, ServiceTime.logNormal(5, 20));
      }
    }
    List<ServingEndpoint> lost = fleet.all().subList(0, IN_ZONE);
    List<ServingEndpoint> survivors = fleet.all().subList(IN_ZONE, fleet.all().size());
    PerSecond failed = new PerSecond(SECONDS);
    PerSecond local = new PerSecond(SECONDS);
    List<Clients> clients = new ArrayList<>();
    for (String zone : ZONES) {
      Clients here = new Clients(simulation, fleet, contestant.in(zone), 2);
      here.load(
          2000,
          (began, reply) -> {
            failed.count(began, !reply.succeeded());
            local.count(began, zone.equals(reply.zone()));
          });
      clients.add(here);
    }
    simulation.at(
        TimeUnit.SECONDS.toNanos(LOST), () -> lost.forEach(endpoint -> endpoint.listens(false)));
    simulation.at(
        TimeUnit.SECONDS.toNanos(TOLD),
        () ->
            clients.forEach(
                here -> here.told(survivors.stream().map(ServingEndpoint::description).toList())));
    long[][] received = new long[SECONDS + 1][];
    for (int second = 0; second <= SECONDS; second++) {
      int index = second;
      simulation.at(
          TimeUnit.SECONDS.toNanos(second),
          () ->
              received[index] =
                  fleet.all().stream().mapToLong(ServingEndpoint::received).toArray());
    }
    simulation.run();
    double[] line = new double[SECONDS];
    for (int second = 0; second < SECONDS; second++) {
      line[second] = busiest(received[second], received[second + 1], second < LOST ? 0 : IN_ZONE);
    }
    return new Run(
        line,
        busiest(received[TOLD + 3], received[SECONDS], IN_ZONE),
        failed.percent(),
        local.percent(0, LOST));
  }

  private static double busiest(long[] before, long[] after, int first) {
    long most = 0;
    long sum = 0;
    for (int i = first; i < after.length; i++) {
      most = Math.max(most, after[i] - before[i]);
      sum += after[i] - before[i];
    }
    return (double) most * (after.length - first) / sum;
  }
}

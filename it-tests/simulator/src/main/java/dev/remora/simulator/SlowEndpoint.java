package dev.remora.simulator;

import dev.remora.core.config.Balance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The experiment of "Beyond round robin": one endpoint of eleven is slow for half a minute. */
final class SlowEndpoint implements Scenario {
  private static final int SECONDS = 60;
  private static final long SLOW = TimeUnit.SECONDS.toNanos(1);

  private final int clients;

  SlowEndpoint(int clients) {
    this.clients = clients;
  }

  @Override
  public String name() {
    return clients == 1 ? "slow-endpoint" : "slow-endpoint-" + clients + "-clients";
  }

  @Override
  public String title() {
    return "One of 11 endpoints is slow, " + Clients.words(clients);
  }

  @Override
  public String story() {
    return "11 endpoints that take 167 ms (normal, deviation 5 ms), 1000 calls a second for a minute;"
        + " from second 15 to 45 one of them takes 2 s. A call is good that is answered within 1 s."
        + " The experiment is that of \"Beyond Round Robin: Load Balancing for Latency\" (Jenson,"
        + " Oanta, linkerd.io, 2016): round robin about 95 %, least loaded 99 %, peak EWMA 99.9 %.";
  }

  @Override
  public List<Measure> measures() {
    return clients == 1
        ? List.of(
            Measure.atLeast(99.95, "within 1 s", "%.3f %%"),
            Measure.only("calls that were slow", "%.0f"))
        : List.of(
            Measure.only("slower than 1 s", "%.3f %%"),
            Measure.only("calls that were slow", "%.0f"));
  }

  @Override
  public String unit() {
    return "% of the calls that began in a second and took more than 1 s";
  }

  @Override
  public List<Contestant> contestants() {
    List<Contestant> all = new ArrayList<>(List.of(Contestant.defaults()));
    Arrays.stream(Balance.values()).map(Contestant::of).forEach(all::add);
    return all;
  }

  @Override
  public Run run(Contestant contestant, long seed) {
    Simulation simulation = new Simulation(seed, TimeUnit.SECONDS.toNanos(SECONDS + 5));
    Fleet fleet = new Fleet(simulation);
    ServiceTime well = ServiceTime.normal(167, 5);
    for (int i = 0; i < 11; i++) {
      fleet.add("", well);
    }
    ServingEndpoint slow = fleet.all().get(4);
    simulation.at(TimeUnit.SECONDS.toNanos(15), () -> slow.takes(ServiceTime.fixed(2000)));
    simulation.at(TimeUnit.SECONDS.toNanos(45), () -> slow.takes(well));
    PerSecond tooSlow = new PerSecond(SECONDS);
    long[] count = new long[1];
    new Clients(simulation, fleet, contestant, clients)
        .load(
            1000,
            (began, reply) -> {
              boolean late = !reply.succeeded() || reply.took() > SLOW;
              tooSlow.count(began, late);
              count[0] += late ? 1 : 0;
            });
    simulation.run();
    double share = tooSlow.percent();
    return new Run(tooSlow.line(), clients == 1 ? 100 - share : share, count[0]);
  }
}

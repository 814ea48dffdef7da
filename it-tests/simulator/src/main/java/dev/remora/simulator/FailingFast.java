package dev.remora.simulator;

import dev.remora.core.config.Balance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An endpoint that fails, and faster than the others succeed: what attracts latency's friends. */
final class FailingFast implements Scenario {
  private static final int SECONDS = 60;
  private static final String NO_EJECTION =
      "outlier: {consecutive-failures: 0, success-rate-deviations: 0}";

  private final int clients;

  FailingFast(int clients) {
    this.clients = clients;
  }

  @Override
  public String name() {
    return clients == 1 ? "failing-fast" : "failing-fast-" + clients + "-clients";
  }

  @Override
  public String title() {
    return "One of 10 endpoints fails in 1 ms, " + Clients.words(clients);
  }

  @Override
  public String story() {
    return "10 endpoints that take 20 ms (log-normal, 99th percentile 100 ms), 1000 calls a second"
        + " for a minute and no retries; from second 15 to 45 one of them answers 503 in 1 ms. Those"
        + " called plain have no ejection of endpoints that fail, to show what the policy alone"
        + " does.";
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        clients == 1
            ? Measure.atMost(0.05, "calls that failed", "%.3f %%")
            : Measure.only("calls that failed", "%.3f %%"));
  }

  @Override
  public String unit() {
    return "% of the calls that failed";
  }

  @Override
  public List<Contestant> contestants() {
    List<Contestant> all = new ArrayList<>(List.of(Contestant.defaults()));
    for (Balance balance : Balance.values()) {
      all.add(Contestant.of(balance));
      Contestant plain = Contestant.of(balance, NO_EJECTION);
      all.add(new Contestant(plain.name() + ", plain", plain.yaml(), false));
    }
    return all;
  }

  @Override
  public Run run(Contestant contestant, long seed) {
    Simulation simulation = new Simulation(seed, TimeUnit.SECONDS.toNanos(SECONDS + 1));
    Fleet fleet = new Fleet(simulation);
    ServiceTime well = ServiceTime.logNormal(20, 100);
    for (int i = 0; i < 10; i++) {
      fleet.add("", well);
    }
    ServingEndpoint failing = fleet.all().get(4);
    simulation.at(
        TimeUnit.SECONDS.toNanos(15),
        () -> {
          failing.takes(ServiceTime.fixed(1));
          failing.answers(503);
        });
    simulation.at(
        TimeUnit.SECONDS.toNanos(45),
        () -> {
          failing.takes(well);
          failing.answers(200);
        });
    PerSecond failed = new PerSecond(SECONDS);
    new Clients(simulation, fleet, contestant, clients)
        .load(1000, (began, reply) -> failed.count(began, !reply.succeeded()));
    simulation.run();
    return new Run(failed.line(), failed.percent());
  }
}

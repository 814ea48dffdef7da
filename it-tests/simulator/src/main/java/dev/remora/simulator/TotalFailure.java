package dev.remora.simulator;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** All endpoints fail at once: nothing can help, and nothing may make it worse or last longer. */
final class TotalFailure implements Scenario {
  private static final int SECONDS = 60;
  private static final int BEGIN = 20;
  private static final int END = 40;
  private static final int STEPS_A_SECOND = 10;
  private static final int CLIENTS = 5;

  /** The retries that a process may have saved up while all was well. */
  private static final int SAVED = 10;

  @Override
  public String name() {
    return "total-failure";
  }

  @Override
  public String title() {
    return "All 10 endpoints fail for 20 s, 5 client processes";
  }

  @Override
  public String story() {
    return "10 endpoints that serve 32 requests at once and let 100 more wait, 20 ms each"
        + " (log-normal, 99th percentile 100 ms), 1000 calls a second; from second 20 to 40 all of"
        + " them answer 503. Sent: how many requests reached the endpoints in those 20 s for each"
        + " call; what each process has saved up by then, 10 retries, is not in the bound. Recovery:"
        + " from the end of the failure until 99 % of the calls of each tenth of a second succeed for"
        + " good; a breaker that is open for 5 s takes that long by itself.";
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        Measure.atMost(1.2, "sent per call, savings not counted", "%.3f"),
        Measure.only("sent per call", "%.3f"),
        Measure.atMost(5, "recovery", "%.1f s"),
        Measure.only("calls that failed after it", "%.3f %%"));
  }

  @Override
  public String unit() {
    return "% of the calls that failed";
  }

  @Override
  public List<Contestant> contestants() {
    return List.of(
        Contestant.defaults(),
        new Contestant("2 retries", "retry: {attempts: 2}", true),
        new Contestant(
            "2 retries, no budget",
            "retry: {attempts: 2, budget: 100%, budget-floor: 1000}",
            false),
        new Contestant(
            "2 retries and a breaker", "retry: {attempts: 2}, breaker: {failures: 50%}", false),
        new Contestant("2 retries and a throttle", "retry: {attempts: 2}, throttle: 2", false));
  }

  @Override
  public Run run(Contestant contestant, long seed) {
    Simulation simulation = new Simulation(seed, TimeUnit.SECONDS.toNanos(SECONDS + 2));
    Fleet fleet = new Fleet(simulation);
    for (int i = 0; i < 10; i++) {
      fleet.add("", ServiceTime.logNormal(20, 100), 32, 100);
    }
    long[] before = new long[1];
    long[] during = new long[1];
    simulation.at(
        TimeUnit.SECONDS.toNanos(BEGIN),
        () -> {
          fleet.all().forEach(endpoint -> endpoint.answers(503));
          before[0] = received(fleet);
        });
    simulation.at(
        TimeUnit.SECONDS.toNanos(END),
        () -> {
          fleet.all().forEach(endpoint -> endpoint.answers(200));
          during[0] = received(fleet) - before[0];
        });
    PerSecond failed = new PerSecond(SECONDS);
    long[] calls = new long[SECONDS * STEPS_A_SECOND + 1];
    long[] failures = new long[calls.length];
    new Clients(simulation, fleet, contestant, CLIENTS)
        .load(
            1000,
            (began, reply) -> {
              failed.count(began, !reply.succeeded());
              int step =
                  (int)
                      Math.min(
                          began * STEPS_A_SECOND / TimeUnit.SECONDS.toNanos(1), calls.length - 1);
              calls[step]++;
              failures[step] += reply.succeeded() ? 0 : 1;
            });
    simulation.run();
    long called = 0;
    for (int i = BEGIN * STEPS_A_SECOND; i < END * STEPS_A_SECOND; i++) {
      called += calls[i];
    }
    int well = calls.length - 1;
    while (well > END * STEPS_A_SECOND && failures[well - 1] <= 0.01 * calls[well - 1]) {
      well--;
    }
    return new Run(
        failed.line(),
        (double) (during[0] - CLIENTS * SAVED) / called,
        (double) during[0] / called,
        (double) (well - END * STEPS_A_SECOND) / STEPS_A_SECOND,
        failed.percent(END, SECONDS));
  }

  private static long received(Fleet fleet) {
    return fleet.all().stream().mapToLong(ServingEndpoint::received).sum();
  }
}

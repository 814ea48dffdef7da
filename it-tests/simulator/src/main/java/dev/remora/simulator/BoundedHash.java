package dev.remora.simulator;

import dev.remora.core.MeshCall;
import dev.remora.core.config.Balance;
import dev.remora.core.discovery.Endpoint;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Keys of which a few are asked for much more than others, and an endpoint that leaves. */
final class BoundedHash implements Scenario {
  private static final int SECONDS = 30;
  private static final int WARM = 2;
  private static final int ENDPOINTS = 20;
  private static final int KEYS = 10_000;

  @Override
  public String name() {
    return "bounded-hash";
  }

  @Override
  public String title() {
    return "Hashing of skewed keys over " + ENDPOINTS + " endpoints";
  }

  @Override
  public String story() {
    return "20 endpoints that take 100 ms (log-normal, 99th percentile 300 ms), 10,000 calls a"
        + " second for half a minute with 10,000 keys: the n-th most frequent is asked for in"
        + " proportion to 1/n (Zipf), the first in every tenth call. Busiest: what the busiest"
        + " endpoint got in shares of the mean. At any moment: the same for the requests that an"
        + " endpoint had at the end of each hundredth of a second, of which whole requests make a"
        + " little more than the bound. Moved: the share of keys that go elsewhere when one endpoint"
        + " leaves and nobody calls, in shares of 1/20; 1 is the least possible.";
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        Measure.atMost(1.25, "busiest", "%.3f"),
        Measure.only("busiest at any moment", "%.3f"),
        Measure.atMost(2, "moved", "%.3f"));
  }

  @Override
  public String unit() {
    return "shares of the mean that the busiest endpoint gets";
  }

  @Override
  public List<Contestant> contestants() {
    return Arrays.stream(Balance.values())
        .filter(BoundedHash::isHash)
        .map(
            balance -> {
              Contestant hash = Contestant.of(balance, "hash-on: header:x-key");
              return new Contestant(hash.name(), hash.yaml(), true);
            })
        .toList();
  }

  /** Whether a policy hashes a key. */
  static boolean isHash(Balance balance) {
    String name = balance.name().toLowerCase(Locale.ROOT);
    return name.contains("hash") || name.contains("maglev");
  }

  @Override
  public Run run(Contestant contestant, long seed) {
    Simulation simulation = new Simulation(seed, TimeUnit.SECONDS.toNanos(SECONDS));
    Fleet fleet = new Fleet(simulation);
    for (int i = 0; i < ENDPOINTS; i++) {
      fleet.add("", ServiceTime.logNormal(100, 300));
    }
    double moved = moved(simulation, fleet, contestant);
    Zipf keys = new Zipf(KEYS, simulation.chance());
    new Clients(simulation, fleet, contestant, 1)
        .load(10_000, () -> new SimulatedRequest("key-" + keys.next()), (began, reply) -> {});
    long[][] received = new long[SECONDS + 1][];
    for (int second = 0; second <= SECONDS; second++) {
      int index = second;
      simulation.at(
          TimeUnit.SECONDS.toNanos(second),
          () ->
              received[index] =
                  fleet.all().stream().mapToLong(ServingEndpoint::received).toArray());
    }
    double[] most = new double[1];
    simulation.every(
        TimeUnit.MILLISECONDS.toNanos(10),
        () -> {
          if (simulation.now() > TimeUnit.SECONDS.toNanos(WARM)) {
            long[] has = fleet.all().stream().mapToLong(ServingEndpoint::has).toArray();
            most[0] = Math.max(most[0], busiest(new long[ENDPOINTS], has));
          }
        });
    simulation.run();
    double[] line = new double[SECONDS];
    for (int second = 0; second < SECONDS; second++) {
      line[second] = busiest(received[second], received[second + 1]);
    }
    return new Run(line, busiest(received[WARM], received[SECONDS]), most[0], moved);
  }

  private static double busiest(long[] before, long[] after) {
    long most = 0;
    long sum = 0;
    for (int i = 0; i < after.length; i++) {
      most = Math.max(most, after[i] - before[i]);
      sum += after[i] - before[i];
    }
    return (double) most * after.length / sum;
  }

  /** How many keys move, in shares of 1/N, when each endpoint in turn leaves. */
  private static double moved(Simulation simulation, Fleet fleet, Contestant contestant) {
    ClientProcess process = new Clients(simulation, fleet, contestant, 1).all().get(0);
    List<InetAddress> before = places(process);
    long moved = 0;
    for (int leaving = 0; leaving < ENDPOINTS; leaving++) {
      List<Endpoint> others = new ArrayList<>(fleet.descriptions());
      others.remove(leaving);
      process.told(others);
      List<InetAddress> after = places(process);
      for (int i = 0; i < KEYS; i++) {
        moved += before.get(i).equals(after.get(i)) ? 0 : 1;
      }
    }
    return (double) moved / KEYS;
  }

  private static List<InetAddress> places(ClientProcess process) {
    List<InetAddress> places = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      MeshCall call = process.begin(new SimulatedRequest("key-" + i));
      places.add(call.address());
      call.cancelled();
    }
    return places;
  }

  /** Numbers from 1, the n-th in proportion to 1/n. */
  private static final class Zipf {
    private final double[] below;
    private final SplittableRandom chance;

    Zipf(int count, SplittableRandom chance) {
      this.chance = chance;
      below = new double[count];
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += 1.0 / (i + 1);
        below[i] = sum;
      }
    }

    int next() {
      int found = Arrays.binarySearch(below, chance.nextDouble() * below[below.length - 1]);
      return 1 + (found < 0 ? -found - 1 : found);
    }
  }
}

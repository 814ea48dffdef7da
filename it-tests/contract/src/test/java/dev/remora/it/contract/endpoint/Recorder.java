package dev.remora.it.contract.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** What arrived at all endpoints of a world, in the order in which it arrived. */
public final class Recorder {
  private final List<Recorded> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> arrivals = new ConcurrentHashMap<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** The number of a new connection. */
  int connection() {
    return connections.incrementAndGet();
  }

  void add(Recorded request) {
    String target = String.valueOf(request.target());
    request.arrival(arrivals.merge(target, 1, Integer::sum));
    requests.add(request);
  }

  /** Forgets what has arrived. */
  public void clear() {
    arrivals.clear();
    requests.clear();
  }

  /** What arrived since {@link #clear}, once every request is there to its end, 2 s at most. */
  public List<Recorded> drain() throws InterruptedException {
    await(() -> requests.stream().allMatch(Recorded::complete), Duration.ofSeconds(2));
    List<Recorded> all = new ArrayList<>(requests);
    requests.clear();
    return all;
  }

  private static void await(BooleanSupplier condition, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
  }
}

package dev.remora.benchmarks;

import dev.remora.core.Mesh;
import dev.remora.core.config.Config;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import dev.remora.core.log.Log;
import dev.remora.core.routing.Cluster;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.Exclusions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What many endpoints cost: the heap that each of 100,000 takes, with all that the mesh keeps of
 * it, and the time in which one of 10,000 is replaced, while a reader goes on reading.
 */
final class DirectoryCost {
  private static final int SERVICES = 20;
  private static final int ENDPOINTS = 5_000;
  private static final double HEAP_BOUND = 300;

  private static final int MANY = 10_000;
  private static final int WARM_UP = 3_000;
  private static final int UPDATES = 2_000;
  private static final double UPDATE_BOUND_MILLIS = 1;

  private DirectoryCost() {}

  /** Measures in this process, which ends with 1 if a bound is missed. */
  public static void main(String[] args) throws Exception {
    System.out.printf("%nDirectory, JDK %s%n", System.getProperty("java.version"));
    boolean met = heap() <= HEAP_BOUND;
    met &= updates().millis(0.99) <= UPDATE_BOUND_MILLIS;
    System.out.println(met ? "  ok" : "  MISS");
    System.exit(met ? 0 : 1);
  }

  private static double heap() throws Exception {
    try (ManyEndpoints consul = new ManyEndpoints(SERVICES, ENDPOINTS)) {
      Properties settings = new Properties();
      settings.setProperty("remora.registry", "consul://127.0.0.1:" + consul.port());
      settings.setProperty("remora.first-call-timeout", "1m");
      // Once for the classes and whatever else comes with the first use.
      fill(settings).close();
      long before = usedHeap();
      Mesh mesh = fill(settings);
      double each = (double) (usedHeap() - before) / (SERVICES * ENDPOINTS);
      System.out.printf(
          "  heap per endpoint, %d services with %d each: %.0f B   bound %.0f B%n",
          SERVICES, ENDPOINTS, each, HEAP_BOUND);
      mesh.close();
      return each;
    }
  }

  private static Mesh fill(Properties settings) throws InterruptedException {
    Mesh mesh =
        Mesh.start(Config.load(null, settings, Map.of()), new Log(Log.Level.WARN, System.err));
    for (int i = 0; i < SERVICES; i++) {
      if (mesh.route("service-" + i) == null) {
        throw new IllegalStateException("service-" + i + " is not routed");
      }
    }
    if (mesh.status().services().stream().mapToInt(s -> s.endpoints().size()).sum()
        != SERVICES * ENDPOINTS) {
      throw new IllegalStateException("not all endpoints are there");
    }
    return mesh;
  }

  private static long usedHeap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(200);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static Quantiles updates() throws InterruptedException {
    Teller registry = new Teller();
    Directory<Cluster> directory =
        new Directory<>(
            Cluster::new, new Exclusions(List.of()), 0, new Log(Log.Level.WARN, System.err));
    directory.follow(registry);
    registry.listener.services(Set.of("orders"));
    directory.find("orders");
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      endpoints.add(endpoint(i, 1));
    }
    registry.listener.endpoints("orders", List.copyOf(endpoints));

    Reader reader = new Reader(directory);
    reader.start();
    Thread.sleep(2_000);
    reader.begin();
    Thread.sleep(3_000);
    double quiet = reader.worstMillis();

    reader.begin();
    Quantiles same = replaceOneByOne(registry.listener, endpoints, false);
    Quantiles anew = replaceOneByOne(registry.listener, endpoints, true);
    double busy = reader.worstMillis();
    if (reader.end() == 0) {
      throw new IllegalStateException("nothing was read");
    }
    System.out.printf(
        "  update of one in %d: %s   bound %.1f ms%n", MANY, same, UPDATE_BOUND_MILLIS);
    System.out.printf("    told as %d new objects: %s%n", MANY, anew);
    System.out.printf(
        "  longest time between two reads: %.3f ms without updates, %.3f ms with%n", quiet, busy);
    directory.close();
    return same;
  }

  /** Gives one endpoint after the other another weight, takes it out, and puts it in again. */
  private static Quantiles replaceOneByOne(
      Registry.Listener listener, List<Endpoint> endpoints, boolean anew)
      throws InterruptedException {
    long[] nanos = new long[UPDATES];
    for (int i = -WARM_UP; i < UPDATES; i++) {
      int at = Math.floorMod(i * 37, MANY);
      List<Endpoint> next = new ArrayList<>(endpoints);
      switch (Math.floorMod(i, 3)) {
        case 0:
          next.set(at, endpoint(at, 2 + i % 7));
          break;
        case 1:
          next.remove(at);
          break;
        default:
          next.add(at, endpoint(MANY + i, 1));
      }
      if (anew) {
        for (int j = 0; j < next.size(); j++) {
          Endpoint old = next.get(j);
          next.set(
              j,
              Endpoint.at(new String(old.address().toCharArray()), old.port())
                  .weight(old.weight())
                  .build());
        }
      }
      // As updates come: one at a time, with pauses.
      Thread.sleep(i < 0 ? 0 : 1);
      long start = System.nanoTime();
      listener.endpoints("orders", next);
      if (i >= 0) {
        nanos[i] = System.nanoTime() - start;
      }
    }
    return Quantiles.of(nanos);
  }

  private static Endpoint endpoint(int number, int weight) {
    int host = Math.floorMod(number, 1 << 16);
    return Endpoint.at("10.1." + host / 250 + "." + host % 250, 8080)
        .weight(Math.max(1, weight))
        .build();
  }

  /** Hands its listener over. */
  private static final class Teller implements Registry {
    Listener listener;

    @Override
    public void start(Listener to) {
      listener = to;
    }

    @Override
    public void watch(String service) {}

    @Override
    public void register(Registration registration) {}

    @Override
    public void close() {}
  }

  /** Looks a service up and reads one of its endpoints, over and over. */
  private static final class Reader extends Thread {
    private final Directory<Cluster> directory;
    private volatile boolean reset;
    private volatile boolean stop;
    private volatile long worst;
    private volatile int sum;

    Reader(Directory<Cluster> directory) {
      super("reader");
      this.directory = directory;
      setDaemon(true);
    }

    @Override
    public void run() {
      long last = System.nanoTime();
      int read = 0;
      while (!stop) {
        read += directory.find("orders").snapshot().get(read & 1_023).port();
        long now = System.nanoTime();
        if (reset) {
          reset = false;
          worst = 0;
        } else if (now - last > worst) {
          worst = now - last;
        }
        last = now;
      }
      sum = read;
    }

    void begin() {
      reset = true;
    }

    double worstMillis() {
      return worst / 1e6;
    }

    /** What was read, so that it had to be. */
    int end() throws InterruptedException {
      stop = true;
      join(TimeUnit.SECONDS.toMillis(5));
      return sum;
    }
  }
}

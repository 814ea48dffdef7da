package dev.remora.benchmarks;

import dev.remora.core.Mesh;
import dev.remora.core.MeshCall;
import dev.remora.core.config.Config;
import dev.remora.core.log.Log;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * How long a change in a real Consul takes to be routed to: from the beginning of the registration,
 * so with all that Consul needs for it, to the first call that goes there.
 *
 * <p>Three cases, with a pause before each change: one service; a service of a new name; one of
 * 1,000 watched services over plain HTTP, where they take turns.
 */
final class Propagation {
  private static final int CHANGES = Integer.getInteger("changes", 100);
  private static final int WARM_UP = 5;
  private static final int CROWD = Integer.getInteger("crowd", 1_000);
  private static final int CROWD_CHANGES = Integer.getInteger("crowd-changes", 40);
  private static final double BOUND_MILLIS = 50;
  private static final long LONGEST_SECONDS = 120;

  private Propagation() {}

  /** Measures in this process. */
  public static void main(String[] args) throws Exception {
    System.out.printf("%nPropagation, JDK %s%n", System.getProperty("java.version"));
    try (Consul consul = Consul.start()) {
      Mesh mesh = mesh(consul);
      one(consul, mesh);
      names(consul, mesh);
      mesh.close();
    }
    try (Consul consul = Consul.start()) {
      Mesh mesh = mesh(consul);
      crowd(consul, mesh);
      mesh.close();
    }
    System.exit(0);
  }

  private static Mesh mesh(Consul consul) {
    Properties settings = new Properties();
    settings.setProperty("remora.registry", "consul://127.0.0.1:" + consul.port());
    settings.setProperty("remora.first-call-timeout", "1m");
    return Mesh.start(Config.load(null, settings, Map.of()), new Log(Log.Level.WARN, System.err));
  }

  private static void one(Consul consul, Mesh mesh) throws Exception {
    consul.register("orders", 2_000);
    awaitPort(mesh, "orders", 2_000);
    long[] nanos = new long[CHANGES];
    for (int i = -WARM_UP; i < CHANGES; i++) {
      Thread.sleep(1_100);
      long start = System.nanoTime();
      consul.move("orders", "orders-2000", 3_000 + i);
      awaitPort(mesh, "orders", 3_000 + i);
      if (i >= 0) {
        nanos[i] = System.nanoTime() - start;
      }
    }
    System.out.printf(
        "  register -> routable, %d changes: %s   bound p99 %.0f ms%n",
        CHANGES, Quantiles.of(nanos), BOUND_MILLIS);
  }

  private static void names(Consul consul, Mesh mesh) throws Exception {
    long[] nanos = new long[CHANGES / 2];
    for (int i = 0; i < nanos.length; i++) {
      Thread.sleep(1_100);
      long start = System.nanoTime();
      consul.register("new-" + i, 2_000);
      awaitPort(mesh, "new-" + i, 2_000);
      nanos[i] = System.nanoTime() - start;
    }
    System.out.printf(
        "  register -> routable, %d new names: %s   bound p99 %.0f ms%n",
        nanos.length, Quantiles.of(nanos), BOUND_MILLIS);
  }

  private static void crowd(Consul consul, Mesh mesh) throws Exception {
    for (int i = 0; i < CROWD; i++) {
      consul.register("service-" + i, 2_000);
    }
    long asked = System.nanoTime();
    for (int i = 0; i < CROWD; i++) {
      awaitPort(mesh, "service-" + i, 2_000);
    }
    double first = (System.nanoTime() - asked) / 1e6;
    // Until the first, longer turns are over.
    Thread.sleep(TimeUnit.SECONDS.toMillis(35));
    Random random = new Random(7);
    long[] nanos = new long[CROWD_CHANGES];
    for (int i = 0; i < CROWD_CHANGES; i++) {
      String service = "service-" + random.nextInt(CROWD);
      Thread.sleep(2_500);
      long start = System.nanoTime();
      consul.move(service, service + "-2000", 2_001 + i);
      awaitPort(mesh, service, 2_001 + i);
      nanos[i] = System.nanoTime() - start;
    }
    System.out.printf(
        "  %d services over plain HTTP: all first answers within %.0f ms; news, %d changes: %s%n",
        CROWD, first, CROWD_CHANGES, Quantiles.of(nanos));
    System.out.println("  registry: " + mesh.status().registries().get(0).state());
  }

  private static void awaitPort(Mesh mesh, String service, int port) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (System.nanoTime() < end) {
      MeshCall call = mesh.route(service);
      if (call != null && call.port() == port) {
        return;
      }
      TimeUnit.MICROSECONDS.sleep(200);
    }
    throw new IllegalStateException(service + " is not routed to port " + port);
  }
}

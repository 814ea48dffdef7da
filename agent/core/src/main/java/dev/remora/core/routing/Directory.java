package dev.remora.core.routing;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registry;
import dev.remora.core.log.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which hosts are services, and where their endpoints are: what the registry tells, made ready for
 * calls.
 *
 * <p>A call reads one volatile snapshot and does one hash look-up. It waits in two cases only, and
 * never longer than the first-call time-out: for the first answer about a known service, and, if
 * its host has no dot, for the first list of services. Either wait ends for all calls together, so
 * a registry that hangs costs the application that time once; while the registry is down nobody
 * waits.
 *
 * @param <C> what is kept of each service
 */
public final class Directory<C extends Cluster> implements Registry.Listener, AutoCloseable {
  /** Makes what is kept of a service. */
  public interface Clusters<C extends Cluster> {
    /** A new cluster of {@code service}, of which nothing is known yet. */
    C create(String service);
  }

  private final Log log;
  private final AddressResolver resolver;

  /** Guards all below that is not volatile; calls take it only for their first wait. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition news = lock.newCondition();
  private final Services<C> services;
  private final SharedDeadline namesDeadline = new SharedDeadline();
  private boolean arrived;
  private String outage;

  private volatile Registry registry;
  private volatile long firstCallNanos;
  private volatile Names<C> names;

  /** A directory that waits for its registry's first list. */
  public Directory(Clusters<C> clusters, Exclusions exclusions, long firstCallNanos, Log log) {
    this(
        clusters,
        exclusions,
        firstCallNanos,
        log,
        AddressResolver.SYSTEM,
        TimeUnit.SECONDS.toMillis(AddressResolver.REFRESH_SECONDS));
  }

  Directory(
      Clusters<C> clusters,
      Exclusions exclusions,
      long firstCallNanos,
      Log log,
      AddressResolver.Dns dns,
      long refreshMillis) {
    this.services = new Services<>(clusters);
    this.names = Names.none(exclusions);
    this.firstCallNanos = firstCallNanos;
    this.log = log;
    this.resolver = new AddressResolver(dns, new ResolverUser(), log, refreshMillis);
  }

  /** Starts {@code registry} and listens to it. */
  public void follow(Registry registry) {
    this.registry = registry;
    registry.start(this);
  }

  /**
   * The cluster of the service that {@code host} names, asked for its endpoints already.
   *
   * @param host without port, in any case
   * @return null if the host is not a service's; a cluster without a snapshot if the registry has
   *     not answered in time
   */
  public C find(String host) {
    Names<C> now = names;
    C cluster = now.find(host);
    if (cluster == null ? !now.isWorthWaiting(host) : cluster.snapshot() != null) {
      return cluster;
    }
    return await(host, cluster);
  }

  private C await(String host, C found) {
    long deadline = System.nanoTime() + firstCallNanos;
    C cluster = found;
    try {
      if (cluster == null) {
        awaitNames(deadline);
        cluster = names.find(host);
      }
      if (cluster != null && cluster.snapshot() == null) {
        watch(cluster);
        awaitEndpoints(cluster, deadline);
      }
      return cluster;
    } catch (InterruptedException e) {
      // The application wants its thread back; the request will notice that by itself.
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void awaitNames(long deadline) throws InterruptedException {
    lock.lock();
    try {
      long end = namesDeadline.within(deadline);
      for (long left = end - System.nanoTime();
          left > 0 && names.isPending();
          left = end - System.nanoTime()) {
        news.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitEndpoints(C cluster, long deadline) throws InterruptedException {
    lock.lock();
    try {
      Service<C> service = services.find(cluster.service());
      long end = service == null ? deadline : service.deadline().within(deadline);
      for (long left = end - System.nanoTime();
          left > 0 && outage == null && cluster.snapshot() == null;
          left = end - System.nanoTime()) {
        news.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void watch(C cluster) {
    lock.lock();
    try {
      if (cluster.isWatched()) {
        return;
      }
      cluster.watched();
    } finally {
      lock.unlock();
    }
    Registry current = registry;
    if (current != null) {
      current.watch(cluster.service());
    }
  }

  @Override
  public void services(Set<String> complete) {
    list(complete, true);
  }

  @Override
  public void someServices(Set<String> known) {
    list(known, false);
  }

  private void list(Set<String> known, boolean complete) {
    lock.lock();
    try {
      services.list(known);
      arrived |= complete;
      rebuild();
    } finally {
      lock.unlock();
    }
  }

  /** Excludes other names from now on. */
  public void exclude(Exclusions next) {
    lock.lock();
    try {
      rebuild(next);
    } finally {
      lock.unlock();
    }
  }

  /** Lets first calls wait for another time, in nanoseconds; 0: not at all. */
  public void setFirstCallNanos(long nanos) {
    firstCallNanos = nanos;
  }

  private void rebuild() {
    rebuild(names.exclusions());
  }

  private void rebuild(Exclusions exclusions) {
    names = Names.of(services.listed(), exclusions, !arrived && outage == null);
    news.signalAll();
  }

  @Override
  public void endpoints(String name, List<Endpoint> endpoints) {
    lock.lock();
    try {
      Service<C> service = services.find(name);
      // Told unasked they would not be told again, and the first call must ask for them.
      if (service != null && service.cluster().isWatched()) {
        service.describe(endpoints);
        publish(service);
      }
    } finally {
      lock.unlock();
    }
  }

  private void publish(Service<C> service) {
    if (service.publish(resolver)) {
      news.signalAll();
    }
  }

  @Override
  public void down(String reason) {
    log.warn("the registry is down, what is known stays in use: " + reason);
    unavailable(reason);
  }

  /** Like {@link #down}, for an outage that has been told already. */
  public void unavailable(String reason) {
    lock.lock();
    try {
      outage = reason == null ? "" : reason;
      rebuild();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void up() {
    log.info("the registry answers again");
    lock.lock();
    try {
      outage = null;
      namesDeadline.reset();
      for (Service<C> service : services.all()) {
        service.deadline().reset();
      }
      rebuild();
    } finally {
      lock.unlock();
    }
  }

  /** Why the registry is down, or null. */
  public String outage() {
    lock.lock();
    try {
      return outage;
    } finally {
      lock.unlock();
    }
  }

  /** The clusters of all services that are routed now, by name. */
  public Map<String, C> clusters() {
    return names.sorted();
  }

  /** The cluster of the service that {@code host} names; unlike {@link #find} asks nobody. */
  public C known(String host) {
    return names.find(host);
  }

  /** Why {@code host} is not routed, for people to read; null: it is. */
  public String whyNot(String host) {
    return names.whyNot(host);
  }

  /** All clusters, those also that are not listed now. */
  public List<C> all() {
    lock.lock();
    try {
      List<C> all = new ArrayList<>();
      for (Service<C> service : services.all()) {
        all.add(service.cluster());
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Stops resolving; what is known stays. The registry is its owner's to close. */
  @Override
  public void close() {
    resolver.close();
  }

  /** The resolver's thread among those that tell news. */
  private final class ResolverUser implements AddressResolver.User {
    @Override
    public Set<String> names() {
      lock.lock();
      try {
        return services.addresses();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void resolved() {
      lock.lock();
      try {
        for (Service<C> service : services.all()) {
          if (service.isNamed()) {
            publish(service);
          }
        }
      } finally {
        lock.unlock();
      }
    }
  }
}

package dev.remora.core.routing;

import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registry;
import dev.remora.core.log.Log;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  private final Clusters<C> clusters;
  private final Log log;
  private final AddressResolver resolver;

  /** Guards all below that is not volatile; calls take it only for their first wait. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition news = lock.newCondition();
  private final Map<String, Service<C>> services = new HashMap<>();
  private final Deadline namesDeadline = new Deadline();
  private Set<String> listed = Collections.emptySet();
  private boolean arrived;
  private String outage;

  private volatile Registry registry;
  private volatile Exclusions exclusions;
  private volatile long firstCallNanos;
  private volatile Names<C> names = new Names<>(Collections.<String, C>emptyMap(), true);

  /** A directory that waits for its registry's first list. */
  public Directory(Clusters<C> clusters, Exclusions exclusions, long firstCallNanos, Log log) {
    this(
        clusters,
        exclusions,
        firstCallNanos,
        log,
        new AddressResolver.Dns() {
          @Override
          public InetAddress[] lookup(String name) throws UnknownHostException {
            return InetAddress.getAllByName(name);
          }
        },
        TimeUnit.SECONDS.toMillis(AddressResolver.REFRESH_SECONDS));
  }

  Directory(
      Clusters<C> clusters,
      Exclusions exclusions,
      long firstCallNanos,
      Log log,
      AddressResolver.Dns dns,
      long refreshMillis) {
    this.clusters = clusters;
    this.exclusions = exclusions;
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
    if (cluster == null ? !now.pending || !mayBeService(host) : cluster.snapshot() != null) {
      return cluster;
    }
    return await(host, cluster);
  }

  /** Whether a host that is not known is worth waiting for. */
  private boolean mayBeService(String host) {
    if (host.indexOf('.') >= 0) {
      return false;
    }
    String folded = HostNames.fold(host);
    return !HostNames.isNeverService(folded) && !exclusions.contains(folded);
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
          left > 0 && names.pending;
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
      Service<C> service = services.get(cluster.service());
      long end = service == null ? deadline : service.deadline.within(deadline);
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
      listed = new TreeSet<>(known);
      arrived |= complete;
      for (String name : listed) {
        if (!services.containsKey(name)) {
          services.put(name, new Service<>(clusters.create(name)));
        }
      }
      // What was called once is still watched, and may come back as the same cluster.
      List<String> gone = new ArrayList<>();
      for (Service<C> service : services.values()) {
        if (!service.cluster.isWatched() && !listed.contains(service.cluster.service())) {
          gone.add(service.cluster.service());
        }
      }
      services.keySet().removeAll(gone);
      rebuild();
    } finally {
      lock.unlock();
    }
  }

  /** Excludes other names from now on. */
  public void exclude(Exclusions next) {
    lock.lock();
    try {
      exclusions = next;
      rebuild();
    } finally {
      lock.unlock();
    }
  }

  /** Lets first calls wait for another time, in nanoseconds; 0: not at all. */
  public void setFirstCallNanos(long nanos) {
    firstCallNanos = nanos;
  }

  private void rebuild() {
    Map<String, C> byHost = new HashMap<>();
    for (String name : listed) {
      String folded = HostNames.fold(name);
      if (!HostNames.isNeverService(folded) && !exclusions.contains(folded)) {
        byHost.put(name, services.get(name).cluster);
      }
    }
    for (String name : listed) {
      C cluster = byHost.get(name);
      if (cluster != null) {
        byHost.putIfAbsent(HostNames.fold(name), cluster);
      }
    }
    names = new Names<>(byHost, !arrived && outage == null);
    news.signalAll();
  }

  @Override
  public void endpoints(String name, List<Endpoint> endpoints) {
    lock.lock();
    try {
      Service<C> service = services.get(name);
      // Told unasked they would not be told again, and the first call must ask for them.
      if (service != null && service.cluster.isWatched()) {
        service.described = endpoints;
        publish(service);
      }
    } finally {
      lock.unlock();
    }
  }

  private void publish(Service<C> service) {
    Snapshot next = service.succession.next(service.described, resolver, System.nanoTime());
    if (next != null) {
      service.cluster.publish(next);
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
      for (Service<C> service : services.values()) {
        service.deadline.reset();
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
    Map<String, C> sorted = new TreeMap<>();
    for (C cluster : names.byHost.values()) {
      sorted.put(cluster.service(), cluster);
    }
    return sorted;
  }

  /** The cluster of the service that {@code host} names; unlike {@link #find} asks nobody. */
  public C known(String host) {
    return names.find(host);
  }

  /** Why {@code host} is not routed, for people to read; null: it is. */
  public String whyNot(String host) {
    String folded = HostNames.fold(host);
    if (HostNames.isNeverService(folded)) {
      return "an address, or this machine by name, is never a service";
    }
    if (exclusions.contains(folded)) {
      return "it is excluded by the settings";
    }
    Names<C> now = names;
    if (now.find(host) != null) {
      return null;
    }
    return now.pending
        ? "the registry has not told its services yet"
        : "the registry lists no service of that name";
  }

  /** All clusters, those also that are not listed now. */
  public List<C> all() {
    lock.lock();
    try {
      List<C> all = new ArrayList<>();
      for (Service<C> service : services.values()) {
        all.add(service.cluster);
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

  /** The names that are services, and whether there was no list of them yet. Immutable. */
  private static final class Names<C extends Cluster> {
    private final Map<String, C> byHost;
    private final boolean pending;

    Names(Map<String, C> byHost, boolean pending) {
      this.byHost = byHost;
      this.pending = pending;
    }

    C find(String host) {
      C cluster = byHost.get(host);
      if (cluster != null) {
        return cluster;
      }
      return HostNames.isFolded(host) ? null : byHost.get(HostNames.fold(host));
    }
  }

  /** What the writers keep of a service. */
  private static final class Service<C extends Cluster> {
    private final C cluster;
    private final Deadline deadline = new Deadline();
    private final Succession succession;
    private List<Endpoint> described = Collections.emptyList();

    Service(C cluster) {
      this.cluster = cluster;
      this.succession = new Succession(cluster.service());
    }
  }

  /** The end of a wait that many calls share: set by the first of them. */
  private static final class Deadline {
    private boolean set;
    private long nanos;

    /** The earlier of the shared end and {@code own}. */
    long within(long own) {
      if (!set) {
        set = true;
        nanos = own;
      }
      return nanos - own < 0 ? nanos : own;
    }

    void reset() {
      set = false;
    }
  }

  private final class ResolverUser implements AddressResolver.User {
    @Override
    public Set<String> names() {
      lock.lock();
      try {
        Set<String> addresses = new HashSet<>();
        for (Service<C> service : services.values()) {
          for (Endpoint endpoint : service.described) {
            addresses.add(endpoint.address());
          }
        }
        return addresses;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void resolved() {
      lock.lock();
      try {
        for (Service<C> service : services.values()) {
          for (Endpoint endpoint : service.described) {
            if (!Addresses.isLiteral(endpoint.address())) {
              publish(service);
              break;
            }
          }
        }
      } finally {
        lock.unlock();
      }
    }
  }
}

package dev.remora.core.discovery.consul;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.ConsulConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import dev.remora.core.discovery.remote.HttpText;
import dev.remora.core.discovery.remote.Outage;
import dev.remora.core.discovery.remote.SafeListener;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.log.Log;
import dev.remora.core.transport.Peer;
import dev.remora.core.transport.Tls;
import dev.remora.core.transport.Transport;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Consul: the names of all services, the passing endpoints of watched ones, and this process among
 * them.
 *
 * <p>One blocking query follows {@code /v1/catalog/services} and one more each watched service's
 * {@code /v1/health/service/NAME?passing=1}; {@link BlockingQuery} has the rules, {@link Turns}
 * what happens when many services are watched over plain HTTP. Over TLS, HTTP/2 carries up to 100
 * queries on a connection.
 *
 * <p>Verified against Consul 1.8.
 */
public final class ConsulRegistry implements Registry {
  private static final long DEREGISTER_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final ConsulConfig config;
  private final Log log;
  private final Transport transport;
  private final Scheduler ownScheduler;
  private final boolean ownTransport;
  private final ConsulApi api;
  private final Timer timer;
  private final Map<String, BlockingQuery<List<Endpoint>>> watched = new ConcurrentHashMap<>();
  private final List<ConsulRegistration> registrations = new CopyOnWriteArrayList<>();

  private volatile BlockingQuery<Set<String>> catalog;
  private volatile BlockingQuery.Shared shared;
  private volatile BlockingQuery.Shared first;
  private final AtomicReference<BlockingQuery<?>> checks = new AtomicReference<>();
  private volatile Listener listener;
  private volatile Outage outage;
  private volatile boolean closed;

  /** A registry with threads of its own: {@code remora-io} and {@code remora-scheduler}. */
  public ConsulRegistry(ConsulConfig config, Log log) {
    this(config, log, new Scheduler(log));
  }

  /** A registry with an I/O thread of its own that shares a timer, which it does not shut down. */
  public ConsulRegistry(ConsulConfig config, Log log, ScheduledExecutorService timer) {
    this(config, log, timer, null, null);
  }

  /** A registry without threads of its own, which closes neither the transport nor the timer. */
  public ConsulRegistry(
      ConsulConfig config, Log log, ScheduledExecutorService timer, Transport transport) {
    this(config, log, timer, transport, null);
  }

  private ConsulRegistry(ConsulConfig config, Log log, Scheduler own) {
    this(config, log, own.timer(), null, own);
  }

  private ConsulRegistry(
      ConsulConfig config,
      Log log,
      ScheduledExecutorService timer,
      Transport transport,
      Scheduler ownScheduler) {
    this.config = config;
    this.log = log;
    this.ownScheduler = ownScheduler;
    this.ownTransport = transport == null;
    this.transport = transport == null ? new Transport(timer, log) : transport;
    this.timer = new Timer(timer);
    this.api = new ConsulApi(config, peer());
  }

  private Peer peer() {
    if (!config.tls()) {
      return transport.peer(config.host(), config.port());
    }
    Tls tls = Tls.of(config.caFile(), config.certificateFile(), config.keyFile());
    return transport.peer(config.host(), config.port(), tls);
  }

  @Override
  public void start(Listener told) {
    listener = new SafeListener(told, "Consul", log);
    outage = new Outage(listener, timer);
    Turns turns = new Turns(api::multiplexed, timer);
    shared = new BlockingQuery.Shared(turns, outage, timer);
    // The names never wait behind the watches.
    first = new BlockingQuery.Shared(new Turns(() -> true, timer), outage, timer);
    catalog =
        new BlockingQuery<>(
            "/v1/catalog/services?",
            new CatalogResponse(config.tags()),
            this::named,
            turns::sweep,
            api,
            config.queryWait(),
            first);
    timer.soon(catalog::start);
  }

  /** Services that have come up were watched in vain so far, and maybe at a slow pace. */
  private void named(Set<String> names) {
    listener.services(names);
    for (Map.Entry<String, BlockingQuery<List<Endpoint>>> each : watched.entrySet()) {
      if (names.contains(each.getKey())) {
        timer.soon(each.getValue()::nudge);
      }
    }
  }

  @Override
  public void watch(String service) {
    if (closed || watched.containsKey(service)) {
      return;
    }
    StringBuilder path = new StringBuilder("/v1/health/service/");
    path.append(HttpText.encode(service)).append("?passing=1");
    for (String tag : config.tags()) {
      path.append("&tag=").append(HttpText.encode(tag));
    }
    BlockingQuery<List<Endpoint>> query =
        new BlockingQuery<>(
            path.toString(),
            new HealthResponse(config.tags()),
            endpoints -> listener.endpoints(service, endpoints),
            api,
            config.queryWait(),
            shared);
    if (watched.putIfAbsent(service, query) == null) {
      timer.soon(query::start);
      if (watched.size() > Turns.PLACES) {
        timer.soon(this::followChecks);
      }
      if (closed) {
        query.close();
      }
    }
  }

  /**
   * With more services than turns, one query more follows all checks, of which the filter lets none
   * through: it is woken when any of them changes and carries nothing. What else can happen to a
   * service wakes the query for the names. On either sign every service is asked for once.
   */
  private void followChecks() {
    if (closed || api.multiplexed()) {
      return;
    }
    BlockingQuery<?> query =
        new BlockingQuery<>(
            "/v1/health/state/any?filter=" + HttpText.encode("Status == \"none\""),
            new HealthStates(),
            nothing -> {},
            shared.turns::sweep,
            api,
            config.queryWait(),
            first);
    if (checks.compareAndSet(null, query)) {
      query.start();
    }
  }

  @Override
  public void register(Registration registration) {
    ConsulRegistration kept = new ConsulRegistration(registration, api, timer, log);
    registrations.add(kept);
    kept.start();
  }

  @Override
  public long lastAnswerNanos() {
    Outage started = outage;
    return started == null ? -1 : started.lastAnswerNanos();
  }

  @Override
  public boolean leave() {
    for (ConsulRegistration registration : registrations) {
      registration.close();
    }
    long deadline = System.nanoTime() + DEREGISTER_NANOS;
    boolean left = false;
    try {
      for (ConsulRegistration registration : registrations) {
        left |= registration.awaitGone(deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  @Override
  public void close() {
    closed = true;
    if (catalog != null) {
      catalog.close();
    }
    BlockingQuery<?> following = checks.get();
    if (following != null) {
      following.close();
    }
    for (BlockingQuery<?> query : new HashSet<BlockingQuery<?>>(watched.values())) {
      query.close();
    }
    leave();
    if (ownTransport) {
      transport.close();
    }
    if (ownScheduler != null) {
      ownScheduler.close();
    }
  }

  @Override
  public String toString() {
    return config.toString();
  }
}

package dev.remora.core.discovery.eureka;

import dev.remora.core.config.EurekaConfig;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import dev.remora.core.discovery.remote.Outage;
import dev.remora.core.discovery.remote.SafeListener;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.log.Log;
import dev.remora.core.transport.Transport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Eureka: the names of all services, the endpoints of watched ones that are up, and this process
 * among them.
 *
 * <p>One request in each poll keeps all of it up to date, however many services are watched; {@link
 * Poll} has the rules, {@link EntryReader} what is read of an endpoint, {@link EurekaApi} what
 * happens when a server fails.
 *
 * <p>Verified against Spring Cloud Netflix 5.0, which is Eureka 2.0.
 */
public final class EurekaRegistry implements Registry {
  private static final long CANCEL_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final EurekaConfig config;
  private final Log log;
  private final Transport transport;
  private final boolean ownTransport;
  private final EurekaApi api;
  private final Timer timer;
  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private final List<EurekaRegistration> registrations = new CopyOnWriteArrayList<>();

  // What the listener was told; touched by one answer at a time.
  private Set<String> toldNames;
  private final Map<String, List<Endpoint>> toldEndpoints = new HashMap<>();

  private volatile Listener listener;
  private volatile Outage outage;
  private volatile Poll poll;
  private volatile boolean closed;

  /** A registry with an I/O thread of its own that shares a timer, which it does not shut down. */
  public EurekaRegistry(EurekaConfig config, Log log, ScheduledExecutorService timer) {
    this(config, log, timer, new Transport(timer, log), true);
  }

  /** A registry without threads of its own, which closes neither the transport nor the timer. */
  public EurekaRegistry(
      EurekaConfig config, Log log, ScheduledExecutorService timer, Transport transport) {
    this(config, log, timer, transport, false);
  }

  private EurekaRegistry(
      EurekaConfig config,
      Log log,
      ScheduledExecutorService timer,
      Transport transport,
      boolean ownTransport) {
    this.config = config;
    this.log = log;
    this.transport = transport;
    this.ownTransport = ownTransport;
    this.timer = new Timer(timer);
    this.api = new EurekaApi(config, transport);
  }

  @Override
  public void start(Listener told) {
    listener = new SafeListener(told, "Eureka", log);
    outage = new Outage(listener, timer);
    poll =
        new Poll(
            api,
            new AppsReader(new EntryReader(config.prefer())),
            config.poll(),
            this::tell,
            outage,
            timer);
    timer.soon(poll::start);
  }

  /** Runs under the poll's lock. */
  private void tell(Entries entries) {
    Set<String> names = entries.names();
    if (!names.equals(toldNames)) {
      toldNames = new HashSet<>(names);
      listener.services(names);
    }
    for (String service : watched) {
      List<Endpoint> endpoints = entries.endpoints(service.toLowerCase(Locale.ROOT));
      if (!endpoints.equals(toldEndpoints.put(service, endpoints))) {
        listener.endpoints(service, endpoints);
      }
    }
  }

  @Override
  public void watch(String service) {
    if (!closed && watched.add(service)) {
      timer.soon(poll::repeat);
    }
  }

  @Override
  public void register(Registration registration) {
    EurekaRegistration kept = new EurekaRegistration(registration, config, api, timer, log);
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
    for (EurekaRegistration registration : registrations) {
      registration.close();
    }
    long deadline = System.nanoTime() + CANCEL_NANOS;
    boolean left = false;
    try {
      for (EurekaRegistration registration : registrations) {
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
    if (poll != null) {
      poll.close();
    }
    leave();
    if (ownTransport) {
      transport.close();
    }
  }

  @Override
  public String toString() {
    return config.toString();
  }
}

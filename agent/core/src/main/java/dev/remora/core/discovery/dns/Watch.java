package dev.remora.core.discovery.dns;

import dev.remora.core.config.DnsService;
import dev.remora.core.discovery.Endpoint;
import dev.remora.core.discovery.remote.Backoff;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Timer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps one service's endpoints up to date: looks again when the TTL of what it found is over, or
 * after a fault when {@link Backoff} has it. Used by the timer's thread alone.
 */
final class Watch {
  private final DnsService service;
  private final Resolver resolver;
  private final AddressLookup addressLookup;
  private final Duration minTtl;
  private final Duration maxTtl;
  private final Troubles troubles;
  private final Consumer<List<Endpoint>> sink;
  private final Timer timer;
  private final Backoff backoff = new Backoff();
  private final Map<String, Set<InetAddress>> known = new HashMap<>();

  private List<Endpoint> endpoints;
  private boolean wanted;
  private boolean busy;
  private boolean closed;
  private int failures;
  private Future<?> delayed;

  /**
   * A watch that does nothing yet.
   *
   * @param minTtl the shortest time between two looks
   * @param maxTtl the longest one
   * @param sink told the endpoints when they are others than before
   */
  Watch(
      DnsService service,
      Resolver resolver,
      AddressLookup addressLookup,
      Duration minTtl,
      Duration maxTtl,
      Troubles troubles,
      Consumer<List<Endpoint>> sink,
      Timer timer) {
    this.service = service;
    this.resolver = resolver;
    this.addressLookup = addressLookup;
    this.minTtl = minTtl;
    this.maxTtl = maxTtl;
    this.troubles = troubles;
    this.sink = sink;
    this.timer = timer;
  }

  /** From now on somebody wants to know. */
  void want() {
    if (wanted) {
      return;
    }
    wanted = true;
    look();
  }

  /** Finds out once whether DNS answers, if it does; until then tries on. */
  void probe() {
    look();
  }

  /** Looks now if it isn't looking. */
  void look() {
    if (busy || closed) {
      return;
    }
    busy = true;
    if (delayed != null) {
      delayed.cancel(false);
      delayed = null;
    }
    new Lookup(
            service,
            resolver,
            addressLookup,
            known,
            new Lookup.Sink() {
              @Override
              public void found(List<Endpoint> now, long ttl) {
                receive(now, ttl);
              }

              @Override
              public void failed(Fault fault) {
                fail(fault);
              }
            })
        .start();
  }

  private void receive(List<Endpoint> now, long ttl) {
    busy = false;
    if (closed) {
      return;
    }
    failures = 0;
    troubles.succeeded(this);
    if (!wanted) {
      // It would be old by the time somebody wants to know.
      return;
    }
    if (!now.equals(endpoints)) {
      endpoints = now;
      sink.accept(now);
    }
    again(pause(ttl));
  }

  /** A tenth longer at random, so that processes which were started together don't stay in step. */
  private long pause(long ttl) {
    long millis =
        Math.max(minTtl.toMillis(), Math.min(maxTtl.toMillis(), TimeUnit.SECONDS.toMillis(ttl)));
    return millis + (long) (ThreadLocalRandom.current().nextDouble() * millis / 10);
  }

  private void fail(Fault fault) {
    busy = false;
    if (closed) {
      return;
    }
    failures++;
    again(backoff.millis(failures));
    troubles.failed(this, fault, failures);
  }

  private void again(long millis) {
    delayed = timer.in(TimeUnit.MILLISECONDS.toNanos(millis), this::look);
  }

  void close() {
    closed = true;
    if (delayed != null) {
      delayed.cancel(false);
    }
  }

  /** The service and its name in DNS. */
  @Override
  public String toString() {
    return service.toString();
  }
}

package dev.remora.core.discovery.eureka;

import dev.remora.core.discovery.remote.Backoff;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Outage;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.transport.Peer;
import dev.remora.core.transport.PendingRequest;
import dev.remora.core.transport.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps {@link Entries} up to date for as long as the registry is open, by the rules of Eureka's
 * own client.
 *
 * <ul>
 *   <li>First everything is fetched, later only what has changed. A server keeps changes for three
 *       minutes and tells each until then, so they are applied by identity, any number of times.
 *   <li>With the changes comes a hash of everything at the server. If ours differs after they are
 *       applied, everything is fetched at once.
 *   <li>Everything is fetched, too, after a fault, from another server than before, when the last
 *       answer is {@link #DELTA_REACH} old, and from servers that tell no changes.
 *   <li>A fault leaves what was told; the next request comes when {@link Backoff} has it, but no
 *       later than the poll would.
 * </ul>
 */
final class Poll implements Outage.Query {
  /** Changes are told for 3 min by the server's clock, from a cache that may be 30 s old. */
  static final Duration DELTA_REACH = Duration.ofMinutes(2);

  private final EurekaApi api;
  private final AppsReader reader;
  private final Duration interval;
  private final Consumer<Entries> sink;
  private final Outage outage;
  private final Timer timer;
  private final Backoff backoff = new Backoff();

  // Guarded by this.
  private final Entries entries = new Entries();
  private boolean full = true;
  private Peer source;
  private Peer withoutDelta;
  private long answeredAt;
  private int failures;

  /** Tells the outcome that is awaited from those given up. */
  private int round;

  private PendingRequest pending;
  private Future<?> delayed;
  private boolean closed;

  /**
   * A poll that does nothing yet.
   *
   * @param interval the time between two requests, less up to a tenth of it so that processes which
   *     were started together don't stay in step
   * @param sink told the entries after each good answer, while they don't change
   */
  Poll(
      EurekaApi api,
      AppsReader reader,
      Duration interval,
      Consumer<Entries> sink,
      Outage outage,
      Timer timer) {
    this.api = api;
    this.reader = reader;
    this.interval = interval;
    this.sink = sink;
    this.outage = outage;
    this.timer = timer;
  }

  void start() {
    go();
  }

  /** Tells the sink once more, if there was a good answer already. */
  synchronized void repeat() {
    if (source != null && !closed) {
      sink.accept(entries);
    }
  }

  @Override
  public void nudge() {
    synchronized (this) {
      if (delayed == null || !delayed.cancel(false)) {
        return;
      }
    }
    go();
  }

  synchronized void close() {
    closed = true;
    if (pending != null) {
      pending.abandon();
    }
    if (delayed != null) {
      delayed.cancel(false);
    }
  }

  private synchronized void go() {
    if (closed) {
      return;
    }
    delayed = null;
    int current = ++round;
    boolean changes = !full && System.nanoTime() - answeredAt < DELTA_REACH.toNanos();
    EurekaApi.Fetch fetch =
        new EurekaApi.Fetch() {
          @Override
          public void answered(Response response, Peer server) {
            receive(current, changes, response, server);
          }

          @Override
          public void failed(Fault fault) {
            fail(current, fault);
          }
        };
    PendingRequest sent = changes ? api.delta(fetch) : api.apps(fetch);
    if (current == round) {
      pending = sent;
    }
  }

  private void receive(int answered, boolean changes, Response response, Peer server) {
    if (response.status() >= 300) {
      fetchAll(answered, server);
      return;
    }
    Apps apps;
    try {
      apps = reader.read(response.body(), response.header("Content-Encoding"));
      if (!changes && apps.entries().isEmpty() && apps.hash() != null && !apps.hash().isEmpty()) {
        throw new IOException("no entry though there are " + apps.hash());
      }
    } catch (IOException | RuntimeException e) {
      // A RuntimeException would be a reader's own mistake: it must not end the poll.
      api.avoid(server);
      fail(answered, api.unusable(server, "JSON that can't be read: " + e.getMessage()));
      return;
    }
    synchronized (this) {
      if (answered != round || closed) {
        return;
      }
      if (changes) {
        if (server != source) {
          fetchAll(answered, null);
          return;
        }
        entries.apply(apps);
        if (!entries.hash().equals(apps.hash())) {
          fetchAll(answered, null);
          return;
        }
      } else {
        entries.replace(apps);
      }
      round++;
      pending = null;
      failures = 0;
      source = server;
      full = server == withoutDelta;
      answeredAt = System.nanoTime();
      outage.succeeded(this);
      sink.accept(entries);
      long millis = interval.toMillis();
      again(millis - (long) (ThreadLocalRandom.current().nextDouble() * millis / 10));
    }
  }

  /**
   * The changes alone won't do.
   *
   * @param refusing the server that tells none, or null
   */
  private synchronized void fetchAll(int answered, Peer refusing) {
    if (answered != round || closed) {
      return;
    }
    round++;
    pending = null;
    full = true;
    if (refusing != null) {
      withoutDelta = refusing;
    }
    again(0);
  }

  private synchronized void fail(int answered, Fault fault) {
    if (answered != round || closed) {
      return;
    }
    round++;
    pending = null;
    full = true;
    failures++;
    outage.failed(this, fault, failures);
    again(Math.min(backoff.millis(failures), interval.toMillis()));
  }

  private void again(long millis) {
    delayed = timer.in(TimeUnit.MILLISECONDS.toNanos(millis), this::go);
  }
}

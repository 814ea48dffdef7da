package dev.remora.core.discovery.consul;

import com.google.gson.JsonParseException;
import dev.remora.core.discovery.remote.Backoff;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Outage;
import dev.remora.core.discovery.remote.Outcome;
import dev.remora.core.discovery.remote.Timer;
import dev.remora.core.transport.PendingRequest;
import dev.remora.core.transport.Response;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows one resource of Consul for as long as the registry is open, by the rules of blocking
 * queries (hashicorp/consul, api-docs/features/blocking).
 *
 * <ul>
 *   <li>The first query comes back at once; from then on {@code index} is that of the last answer.
 *   <li>An index lower than the last one (a restored snapshot, a new server) starts over from 0;
 *       what came with it is not believed yet.
 *   <li>An index of 0 counts as 1, since 0 would not block. A missing or unreadable one can't be
 *       waited for: the query polls, as {@link Pace} lets it.
 *   <li>Consul adds up to a sixteenth to {@code wait}, so the answer may take {@code wait × 17/16},
 *       and {@link #GRACE} for the way.
 *   <li>Whenever a query starts over it asks for a consistent answer, once.
 *   <li>A fault leaves what was told; the next query starts over, when {@link Backoff} has it.
 * </ul>
 */
final class BlockingQuery<T> implements Outage.Query {
  /** Reads an answer's body; pure, runs on the I/O thread. */
  interface Reader<T> {
    /** The value, never null. */
    T read(byte[] json) throws JsonParseException;

    /** Whether there is nothing in it. */
    boolean isEmpty(T value);
  }

  /** What an answer may take beyond the wait asked for: the round trip, a busy server. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private final String path;
  private final Reader<T> reader;
  private final Consumer<T> sink;
  private final ConsulApi api;
  private final Duration longestWait;
  private final Turns turns;
  private final Outage outage;
  private final Timer timer;
  private final Runnable wake;
  private final Backoff backoff = new Backoff();
  private final Pace pace = new Pace(System.nanoTime());

  // Guarded by this.
  private long index;
  private boolean startsOver = true;
  private T last;
  private int failures;

  /** Tells the outcome that is awaited from those given up. */
  private int round;

  private PendingRequest pending;
  private Duration asked;
  private long askedAt;
  private Future<?> delayed;
  private boolean closed;

  /**
   * A query that does nothing yet.
   *
   * @param path with at least one query parameter
   * @param sink told each new value, in order
   */
  BlockingQuery(
      String path,
      Reader<T> reader,
      Consumer<T> sink,
      ConsulApi api,
      Duration wait,
      Shared shared) {
    this(path, reader, sink, () -> {}, api, wait, shared);
  }

  /**
   * A query that says whenever Consul has woken it, with or without a new value.
   *
   * @param wake runs on the timer's thread
   */
  BlockingQuery(
      String path,
      Reader<T> reader,
      Consumer<T> sink,
      Runnable wake,
      ConsulApi api,
      Duration wait,
      Shared shared) {
    this.wake = wake;
    this.path = path;
    this.reader = reader;
    this.sink = sink;
    this.api = api;
    this.longestWait = wait;
    this.turns = shared.turns;
    this.outage = shared.outage;
    this.timer = shared.timer;
  }

  /** What all queries of a registry have in common. */
  static final class Shared {
    final Turns turns;
    final Outage outage;
    final Timer timer;

    Shared(Turns turns, Outage outage, Timer timer) {
      this.turns = turns;
      this.outage = outage;
      this.timer = timer;
    }
  }

  void start() {
    turns.join();
    again();
  }

  @Override
  public void nudge() {
    synchronized (this) {
      if (delayed == null || !delayed.cancel(false)) {
        return;
      }
      delayed = null;
    }
    again();
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

  /** It has a turn. */
  void go() {
    synchronized (this) {
      if (!closed) {
        ask();
        return;
      }
    }
    turns.leave(this);
  }

  private void ask() {
    delayed = null;
    int current = ++round;
    String target = path;
    Duration patience = GRACE;
    asked = null;
    if (startsOver) {
      // A leader that has just come up answers from what it has read of its log so far, which may
      // be nothing; with "consistent" it first reads on.
      target += "&consistent";
    }
    Duration wait = index > 0 ? turns.wait(longestWait) : Duration.ZERO;
    if (!wait.isZero()) {
      target += "&index=" + index + "&wait=" + wait.toMillis() + "ms";
      patience = patience.plus(wait.multipliedBy(17).dividedBy(16));
      asked = wait;
    }
    askedAt = System.nanoTime();
    PendingRequest sent =
        api.query(
            target,
            patience,
            new Outcome() {
              @Override
              public void answered(Response response) {
                receive(current, response);
              }

              @Override
              public void failed(Fault fault) {
                fail(current, fault);
              }
            });
    if (current == round) {
      pending = sent;
    }
  }

  private void receive(int answered, Response response) {
    T value;
    try {
      value = reader.read(response.body());
    } catch (RuntimeException e) {
      // JsonParseException, or whatever a reader did not expect: it must not end the query.
      fail(answered, api.unusable(resource(), "JSON that can't be read: " + e.getMessage()));
      return;
    }
    if (reader.isEmpty(value)
        && "true".equals(response.header("X-Consul-Results-Filtered-By-ACLs"))) {
      fail(answered, api.hidden(resource()));
      return;
    }
    synchronized (this) {
      if (answered != round || closed) {
        return;
      }
      round++;
      pending = null;
      failures = 0;
      boolean first = last == null;
      long answeredIndex = index(response.header("X-Consul-Index"));
      startsOver = answeredIndex > 0 && answeredIndex < index;
      if (asked != null && answeredIndex > index) {
        timer.soon(wake);
      }
      index = startsOver ? 0 : answeredIndex;
      boolean news = !startsOver && !value.equals(last);
      outage.succeeded(this);
      if (news) {
        last = value;
        sink.accept(value);
      }
      long now = System.nanoTime();
      long delay = 0;
      if (asked != null && now - askedAt >= asked.toNanos()) {
        pace.quiet(now);
      } else if (!first) {
        delay = pace.delay(news, now);
      }
      delayed = timer.in(delay, this::again);
    }
    turns.leave(this);
  }

  private void fail(int answered, Fault fault) {
    synchronized (this) {
      if (answered != round || closed) {
        return;
      }
      round++;
      pending = null;
      // The next answer has to come at once, or the end of an outage would go unnoticed.
      index = 0;
      startsOver = true;
      failures++;
      outage.failed(this, fault, failures);
      delayed = timer.in(TimeUnit.MILLISECONDS.toNanos(backoff.millis(failures)), this::again);
    }
    turns.leave(this);
  }

  private void again() {
    boolean atOnce;
    synchronized (this) {
      atOnce = index == 0;
    }
    turns.enter(this, atOnce);
  }

  /** An answer's index, 1 or more, or 0 where there is none to wait for. */
  private static long index(String header) {
    try {
      long index = header == null ? -1 : Long.parseLong(header.trim());
      return index < 0 ? 0 : Math.max(1, index);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private String resource() {
    return path.substring(0, path.indexOf('?'));
  }
}

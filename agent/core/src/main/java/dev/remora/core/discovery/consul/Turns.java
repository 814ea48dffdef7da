package dev.remora.core.discovery.consul;

import dev.remora.core.discovery.remote.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Who may have a query under way, and for how long, where each needs a connection to itself.
 *
 * <p>Consul closes connections beyond {@code limits.http_max_conns_per_client}, 200 by default, and
 * without a word; the limit is per client address, which other processes of the machine share.
 * Moreover Consul (seen in 1.8.7) counts the connection of a blocking query until its wait is over,
 * even when the client is long gone: queries can't be cut short to make room, and a process that is
 * restarted still finds the connections of its predecessor counted. Hence over HTTP/1.1:
 *
 * <ul>
 *   <li>At most {@value #PLACES} queries wait for news at a time, and {@value #QUICK_PLACES} more
 *       may ask what comes back at once, so that the first answer for a service is never late.
 *   <li>No wait is longer than the registry has been open, but for 2 s: a process that is restarted
 *       over and over leaves few such connections behind.
 *   <li>Up to {@value #FEW} services are waited for as long as configured, up to {@value #PLACES}
 *       for 30 s at most.
 *   <li>Beyond that they take turns of 2 s, first come, first served: news of one of {@code n}
 *       services then take up to about {@code 2 s × n / 84}, and 30 s once, when the number is
 *       first exceeded.
 *   <li>A {@link #sweep} lets each ask once without waiting, when there is a sign that one of them
 *       has news.
 * </ul>
 *
 * <p>Over HTTP/2 nothing of all this is needed.
 */
final class Turns {
  static final int PLACES = 84;
  static final int QUICK_PLACES = 8;
  static final int FEW = 30;
  static final Duration LONG_TURN = Duration.ofSeconds(30);
  static final Duration SHORT_TURN = Duration.ofSeconds(2);

  private final BooleanSupplier unlimited;
  private final Timer timer;
  private final long opened = System.nanoTime();
  private final Lane patient = new Lane(PLACES);
  private final Lane quick = new Lane(QUICK_PLACES);

  /** All that will want turns; guarded by this. */
  private int members;

  /** How many of the next are not to wait; guarded by this. */
  private int hasty;

  /**
   * Turns for all queries of a registry.
   *
   * @param unlimited whether everybody may go at once, known after the first connection
   */
  Turns(BooleanSupplier unlimited, Timer timer) {
    this.unlimited = unlimited;
    this.timer = timer;
  }

  /** A new query will want turns. */
  synchronized void join() {
    members++;
  }

  /** Somebody has news: lets all ask soon, if otherwise they would wait for their turns. */
  synchronized void sweep() {
    if (members > PLACES) {
      hasty = members;
    }
  }

  /**
   * How long a query may wait for news that would wait for {@code configured} if alone; zero: not
   * at all.
   */
  synchronized Duration wait(Duration configured) {
    if (unlimited.getAsBoolean()) {
      return configured;
    }
    if (hasty > 0) {
      hasty--;
      return Duration.ZERO;
    }
    Duration age = Duration.ofNanos(System.nanoTime() - opened);
    Duration wait = shorter(configured, age.compareTo(SHORT_TURN) < 0 ? SHORT_TURN : age);
    if (members <= FEW) {
      return wait;
    }
    return shorter(wait, members <= PLACES ? LONG_TURN : SHORT_TURN);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * Asks for a turn, which comes as {@link BlockingQuery#go}.
   *
   * @param atOnce whether the answer will come at once
   */
  synchronized void enter(BlockingQuery<?> query, boolean atOnce) {
    Lane lane = atOnce ? quick : patient;
    lane.waiting.add(query);
    lane.admit();
  }

  /** Gives the turn back. */
  synchronized void leave(BlockingQuery<?> query) {
    if (!quick.running.remove(query)) {
      patient.running.remove(query);
    }
    quick.admit();
    patient.admit();
  }

  private final class Lane {
    final int places;
    final Set<BlockingQuery<?>> running = new HashSet<>();
    final Queue<BlockingQuery<?>> waiting = new ArrayDeque<>();

    Lane(int places) {
      this.places = places;
    }

    void admit() {
      while (!waiting.isEmpty() && (running.size() < places || unlimited.getAsBoolean())) {
        BlockingQuery<?> next = waiting.remove();
        running.add(next);
        timer.soon(next::go);
      }
    }
  }
}

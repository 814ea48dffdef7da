package dev.remora.core.discovery.consul;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Who may have a query under way, where each needs a connection to itself.
 *
 * <p>Consul closes connections beyond {@code limits.http_max_conns_per_client}, 200 by default, and
 * without a word; the limit is per client address, which other processes of the machine share. So
 * over HTTP/1.1 at most {@value #PLACES} of a process's watches wait for news at a time. Where more
 * services are watched they take turns of {@value #TURN_SECONDS} s each, first come, first served;
 * news of one of {@code n} services then take up to about {@code 2 s × n / 90}. Over HTTP/2 there
 * is no such limit.
 */
final class Turns {
  static final int PLACES = 90;
  static final int TURN_SECONDS = 2;

  /** How long a query may wait for news while others are waiting for a turn. */
  static final Duration TURN = Duration.ofSeconds(TURN_SECONDS);

  private final BooleanSupplier unlimited;
  private final Timer timer;

  // Guarded by this.
  private final Set<BlockingQuery<?>> members = new HashSet<>();
  private final Set<BlockingQuery<?>> running = new HashSet<>();
  private final Queue<BlockingQuery<?>> waiting = new ArrayDeque<>();

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
  void join(BlockingQuery<?> query) {
    List<BlockingQuery<?>> patient = new ArrayList<>();
    synchronized (this) {
      members.add(query);
      if (members.size() == PLACES + 1 && !unlimited.getAsBoolean()) {
        // From now on turns are short; those that settled down for minutes must know.
        patient.addAll(running);
      }
    }
    for (BlockingQuery<?> each : patient) {
      timer.soon(each::yieldTurn);
    }
  }

  /** Whether turns have to be short. */
  synchronized boolean crowded() {
    return members.size() > PLACES && !unlimited.getAsBoolean();
  }

  /** Asks for a turn, which comes as {@link BlockingQuery#go}. */
  synchronized void enter(BlockingQuery<?> query) {
    waiting.add(query);
    admit();
  }

  /** Gives the turn back. */
  synchronized void leave(BlockingQuery<?> query) {
    running.remove(query);
    admit();
  }

  private void admit() {
    while (!waiting.isEmpty() && (running.size() < PLACES || unlimited.getAsBoolean())) {
      BlockingQuery<?> next = waiting.remove();
      running.add(next);
      timer.soon(next::go);
    }
  }
}

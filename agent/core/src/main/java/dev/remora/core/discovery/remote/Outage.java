package dev.remora.core.discovery.remote;

import dev.remora.core.discovery.OutageListener;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes one outage of what many queries find out one by one.
 *
 * <p>It begins when a query fails twice in a row, or once in a way that won't pass, and ends when
 * no query is failing any more.
 */
public final class Outage {
  /** Something that keeps asking the server. */
  public interface Query {
    /** There is reason to think that asking again is worth it: cuts a delay short. */
    void nudge();
  }

  private final OutageListener listener;
  private final Timer timer;
  private final Set<Query> failing = new HashSet<>();
  private boolean down;
  private boolean answered;
  private long answeredAt;

  /** No outage so far. */
  public Outage(OutageListener listener, Timer timer) {
    this.listener = listener;
    this.timer = timer;
  }

  /**
   * {@code query} has failed.
   *
   * @param inARow how often without a success in between, 1 or more
   */
  public synchronized void failed(Query query, Fault fault, int inARow) {
    failing.add(query);
    if (!down && (inARow > 1 || fault.kind() == Fault.Kind.REFUSED)) {
      down = true;
      listener.down(fault.reason());
    }
  }

  /** Whether it lasts. */
  public synchronized boolean isDown() {
    return down;
  }

  /** {@code query} will ask no more: its failures don't count. */
  public synchronized void ended(Query query) {
    if (failing.remove(query) && failing.isEmpty()) {
      down = false;
    }
  }

  /** How long ago any query got an answer, in nanoseconds; -1: none ever has. */
  public synchronized long lastAnswerNanos() {
    return answered ? System.nanoTime() - answeredAt : -1;
  }

  /** {@code query} has got an answer. */
  public synchronized void succeeded(Query query) {
    answered = true;
    answeredAt = System.nanoTime();
    if (!failing.remove(query)) {
      return;
    }
    // Where one got through the others will: they needn't sit out their back-off.
    for (Query other : failing) {
      timer.soon(other::nudge);
    }
    if (down && failing.isEmpty()) {
      down = false;
      listener.up();
    }
  }
}

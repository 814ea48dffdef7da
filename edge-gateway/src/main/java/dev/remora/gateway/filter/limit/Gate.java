package dev.remora.gateway.filter.limit;

import dev.remora.core.config.Concurrency;
import dev.remora.core.resilience.ConcurrencyLimiter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a limited number of requests be under way at once, and others wait for a place in the order
 * in which they came. For all event loops, without a lock.
 */
final class Gate {
  private final ConcurrencyLimiter limiter;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Gate(Concurrency limit, long now) {
    this.limiter = new ConcurrencyLimiter(limit, now);
  }

  /**
   * Asks for a place.
   *
   * @param share of all places that requests of this kind may fill, 0 to 1
   * @return which of the places in use it is, from 1 on; 0: there is none
   */
  int enter(double share) {
    // Who waits was here before.
    return waiting.get() > 0 ? 0 : limiter.tryAcquire(share);
  }

  /**
   * Waits for a place.
   *
   * @param most how many may wait
   * @return whether it does; false: too many wait already
   */
  boolean await(Waiting request, int most) {
    if (waiting.incrementAndGet() > most) {
      waiting.decrementAndGet();
      return false;
    }
    queue.add(request);
    // A place may have been left just before.
    admit();
    return true;
  }

  /** A request that has got a place has ended; see {@link ConcurrencyLimiter#ended}. */
  void leave(int place, long took, boolean dropped) {
    limiter.ended(place, took, dropped, System.nanoTime());
    admit();
  }

  /** A request that has got a place tells nothing about how many there should be. */
  void leave() {
    limiter.released();
    admit();
  }

  private void admit() {
    while (true) {
      Waiting first = queue.peek();
      int place = first == null ? 0 : limiter.tryAcquire(first.share);
      if (place == 0) {
        return;
      }
      Waiting next = queue.poll();
      if (next == null || !next.decide()) {
        // Others were faster, or it waits no more.
        limiter.released();
        continue;
      }
      waiting.decrementAndGet();
      next.enter.at(place);
    }
  }

  /** What becomes of a request that waits. */
  interface Entry {
    /** It has got a place; told on any thread. */
    void at(int place);
  }

  /** A request that waits. */
  static final class Waiting {
    private final double share;
    private final Entry enter;
    private final AtomicBoolean decided = new AtomicBoolean();

    Waiting(double share, Entry enter) {
      this.share = share;
      this.enter = enter;
    }

    private boolean decide() {
      return decided.compareAndSet(false, true);
    }
  }

  /** {@code request} waits no more; false: it has got a place meanwhile. */
  boolean giveUp(Waiting request) {
    if (!request.decide()) {
      return false;
    }
    waiting.decrementAndGet();
    queue.remove(request);
    return true;
  }
}

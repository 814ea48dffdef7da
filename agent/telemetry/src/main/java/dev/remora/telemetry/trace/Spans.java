package dev.remora.telemetry.trace;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The spans that wait to be exported: never more than a number, so that a backend that is down
 * takes no memory; what comes beyond is dropped and counted. Adding takes no lock.
 */
public final class Spans {
  private final ConcurrentLinkedQueue<FinishedSpan> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final int most;
  private final int batch;
  private final Runnable full;

  /**
   * An empty queue.
   *
   * @param batch as soon as there are so many, {@code full} is run
   * @param full must return at once
   */
  public Spans(int most, int batch, Runnable full) {
    this.most = most;
    this.batch = batch;
    this.full = full;
  }

  void add(FinishedSpan span) {
    int now = size.incrementAndGet();
    if (now > most) {
      size.decrementAndGet();
      dropped.increment();
      return;
    }
    waiting.add(span);
    if (now % batch == 0) {
      full.run();
    }
  }

  /** The one that has waited longest; null: none. */
  public FinishedSpan poll() {
    FinishedSpan span = waiting.poll();
    if (span != null) {
      size.decrementAndGet();
    }
    return span;
  }

  /** How many wait. */
  public int size() {
    return size.get();
  }

  /** How many found no room so far. */
  public long dropped() {
    return dropped.sum();
  }
}

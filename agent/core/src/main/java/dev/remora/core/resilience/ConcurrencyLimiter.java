package dev.remora.core.resilience;

import dev.remora.core.config.Concurrency;
import java.util.concurrent.atomic.AtomicInteger;

/** Rejects calls to a service while as many are under way as its {@link Limit} allows. */
public final class ConcurrencyLimiter {
  private final Limit limit;
  private final AtomicInteger inFlight = new AtomicInteger();

  /**
   * A limiter that has let nothing through.
   *
   * @param now of a monotonic clock, in nanoseconds, as all times here
   */
  public ConcurrencyLimiter(Concurrency concurrency, long now) {
    this(
        concurrency.equals(Concurrency.GRADIENT)
            ? new GradientLimit(now)
            : concurrency.equals(Concurrency.AIMD)
                ? new AimdLimit()
                : new FixedLimit(concurrency.limit()));
  }

  ConcurrencyLimiter(Limit limit) {
    this.limit = limit;
  }

  /** How many calls are under way, this one included; 0: it is rejected. */
  int tryAcquire() {
    return tryAcquire(1);
  }

  /**
   * As if there were less room, so that others find some when it gets scarce.
   *
   * @param share of the limit that calls of this kind may fill together with all others, 0 to 1
   * @return how many calls are under way, this one included; 0: it is rejected
   */
  public int tryAcquire(double share) {
    while (true) {
      int before = inFlight.get();
      if (before >= Math.max(1, limit.get() * share)) {
        return 0;
      }
      if (inFlight.compareAndSet(before, before + 1)) {
        return before + 1;
      }
    }
  }

  /**
   * A call that was let through as the {@code place}th has ended.
   *
   * @param took nanoseconds until its response
   * @param dropped whether it was turned away, or had no response in time
   */
  public void ended(int place, long took, boolean dropped, long now) {
    inFlight.decrementAndGet();
    limit.sample(took, place, dropped, now);
  }

  /** A call that was let through tells nothing. */
  public void released() {
    inFlight.decrementAndGet();
  }

  /** What it does now. */
  public String describe() {
    return inFlight.get() + " calls under way, at most " + limit.get() + " may be";
  }
}

package dev.remora.core.resilience;

import dev.remora.core.config.Concurrency;
import java.util.concurrent.atomic.AtomicInteger;

/** Rejects calls to a service while as many are under way as its {@link Limit} allows. */
final class ConcurrencyLimiter {
  private final Limit limit;
  private final AtomicInteger inFlight = new AtomicInteger();

  ConcurrencyLimiter(Concurrency concurrency, long now) {
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
    while (true) {
      int before = inFlight.get();
      if (before >= limit.get()) {
        return 0;
      }
      if (inFlight.compareAndSet(before, before + 1)) {
        return before + 1;
      }
    }
  }

  /** A call that was let through as the {@code place}th has ended. */
  void ended(int place, long took, boolean dropped, long now) {
    inFlight.decrementAndGet();
    limit.sample(took, place, dropped, now);
  }

  /** A call that was let through tells nothing. */
  void released() {
    inFlight.decrementAndGet();
  }

  /** What it does now. */
  String describe() {
    return inFlight.get() + " calls under way, at most " + limit.get() + " may be";
  }
}

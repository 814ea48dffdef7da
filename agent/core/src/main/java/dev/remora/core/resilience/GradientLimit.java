package dev.remora.core.resilience;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows latency: what calls take now is compared with what they took over a long while. When it
 * is more, calls are queueing somewhere and the limit shrinks by that ratio, to half at most; else
 * it grows by a small queue that is allowed to be there. Netflix' {@code Gradient2Limit} with its
 * numbers: it begins at 20, stays between 20 and 200, a queue of 4, a fifth of each change is taken
 * over, the long while is 600 windows and its first 10 are averaged plainly. A window is a second
 * and at least 10 calls, as in {@code WindowedLimit}.
 *
 * @see <a href="https://github.com/Netflix/concurrency-limits">concurrency-limits</a>
 */
final class GradientLimit implements Limit {
  static final int LEAST = 20;
  static final int MOST = 200;
  static final long WINDOW_NANOS = 1_000_000_000L;
  private static final int WINDOW_CALLS = 10;
  private static final int QUEUE = 4;
  private static final double SMOOTHING = 0.2;
  private static final int LONG_WINDOWS = 600;
  private static final int WARM_UP_WINDOWS = 10;

  private final AtomicLong windowEnd;
  private final AtomicLong sum = new AtomicLong();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile int mostInFlight;

  // Written by one thread at a time: whoever has moved the window on.
  private volatile double limit = LEAST;
  private volatile double longTook;
  private volatile int windows;

  GradientLimit(long now) {
    windowEnd = new AtomicLong(now + WINDOW_NANOS);
  }

  @Override
  public int get() {
    return (int) limit;
  }

  @Override
  public void sample(long took, int inFlight, boolean dropped, long now) {
    sum.addAndGet(took);
    int count = calls.incrementAndGet();
    if (inFlight > mostInFlight) {
      // Of two at once the lower may win, which the next call mends.
      mostInFlight = inFlight;
    }
    long end = windowEnd.get();
    if (count >= WINDOW_CALLS
        && now - end >= 0
        && windowEnd.compareAndSet(end, now + WINDOW_NANOS)) {
      int most = mostInFlight;
      mostInFlight = 0;
      double mean = (double) sum.getAndSet(0) / Math.max(1, calls.getAndSet(0));
      update(Math.max(1, mean), most);
    }
  }

  private void update(double took, int inFlight) {
    double slow = slow(took);
    // Latency is back to normal after a long overload: don't wait for the average to notice.
    longTook = slow / took > 2 ? slow * 0.9 : slow;
    double before = limit;
    if (inFlight < before / 2) {
      // It is the application that makes few calls; that says nothing about the service.
      return;
    }
    double gradient = Math.max(0.5, Math.min(1, slow / took));
    double next = before * (1 - SMOOTHING) + (before * gradient + QUEUE) * SMOOTHING;
    limit = Math.max(LEAST, Math.min(MOST, next));
  }

  private double slow(double took) {
    int n = windows;
    if (n < WARM_UP_WINDOWS) {
      windows = n + 1;
      return (longTook * n + took) / (n + 1);
    }
    double factor = 2.0 / (LONG_WINDOWS + 1);
    return longTook * (1 - factor) + took * factor;
  }
}

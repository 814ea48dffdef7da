package dev.remora.core.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Additive increase, multiplicative decrease, as TCP's congestion avoidance (RFC 5681): one more
 * after a good call while at least half of the limit is in use, a tenth less after one that was
 * turned away. The numbers are those of Netflix' {@code AIMDLimit}: it begins at 20, stays between
 * 20 and 200, and a call of over 5 s counts as turned away.
 *
 * @see <a href="https://github.com/Netflix/concurrency-limits">concurrency-limits</a>
 */
final class AimdLimit implements Limit {
  static final int LEAST = 20;
  static final int MOST = 200;
  private static final double DECREASE = 0.9;
  private static final long SLOW_NANOS = 5_000_000_000L;

  private final AtomicInteger limit = new AtomicInteger(LEAST);

  @Override
  public int get() {
    return limit.get();
  }

  @Override
  public void sample(long took, int inFlight, boolean dropped, long now) {
    while (true) {
      int before = limit.get();
      int next = before;
      if (dropped || took > SLOW_NANOS) {
        next = Math.max(LEAST, (int) (before * DECREASE));
      } else if (inFlight * 2L >= before) {
        next = Math.min(MOST, before + 1);
      }
      if (next == before || limit.compareAndSet(before, next)) {
        return;
      }
    }
  }
}

package dev.remora.core.resilience;

import dev.remora.core.config.ServiceConfig;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Rejects all calls to a service for a while when too many of them fail, so that it can recover and
 * its callers don't wait for what will fail. The states and their transitions are resilience4j's:
 * closed, until in a sliding window the share of failed calls reaches a threshold; open, for a
 * time; half-open, in which some calls are tried, and when all of them have ended their share of
 * failures decides, as soon as it is certain.
 *
 * <p>The window is one of time, and its numbers those of Hystrix, whose window was one too: 10 s
 * with at least 20 calls in them, and 5 s open. Ten calls are tried, as in resilience4j. It is off
 * unless a threshold is set: where some of a service's endpoints fail, ejecting them is better.
 *
 * <p>A call counts once, as its application sees it: after retries.
 *
 * @see <a href="https://resilience4j.readme.io/docs/circuitbreaker">resilience4j</a>
 * @see <a href="https://github.com/Netflix/Hystrix/wiki/Configuration">Hystrix</a>
 */
final class Breaker {
  private final double threshold;
  private final long windowNanos;
  private final int minCalls;
  private final long openNanos;
  private final int probes;
  private final AtomicReference<State> state;

  Breaker(ServiceConfig config, long now) {
    this(
        config.breakerFailures().share(),
        config.breakerWindow().toNanos(),
        config.breakerMinCalls(),
        config.breakerOpen().toNanos(),
        config.breakerProbes(),
        now);
  }

  Breaker(double threshold, long windowNanos, int minCalls, long openNanos, int probes, long now) {
    this.threshold = threshold;
    this.windowNanos = windowNanos;
    this.minCalls = minCalls;
    this.openNanos = openNanos;
    this.probes = probes;
    this.state = new AtomicReference<>(closed(now));
  }

  /**
   * Asks for one call.
   *
   * @return what {@link #ended} or {@link #released} want back; null: the call is rejected
   */
  State tryAcquire(long now) {
    while (true) {
      State current = state.get();
      switch (current.kind) {
        case CLOSED:
          return current;
        case OPEN:
          if (now - current.until < 0) {
            return null;
          }
          break;
        default:
          if (current.permits.get() > 0 && current.permits.getAndDecrement() > 0) {
            return current;
          }
          // Calls whose end is never told must not keep it half-open for ever.
          if (now - current.until < 0) {
            return null;
          }
      }
      state.compareAndSet(current, halfOpen(now));
    }
  }

  /** Whether calls are let through without being counted off. */
  boolean isClosed() {
    return state.get().kind == Kind.CLOSED;
  }

  /** In how many nanoseconds some calls are tried; 0: it is not open. */
  long openNanos(long now) {
    State current = state.get();
    return current.kind == Kind.OPEN ? Math.max(0, current.until - now) : 0;
  }

  /** A call that was let through in {@code then} has ended. */
  void ended(State then, boolean failed, long now) {
    if (then != state.get()) {
      return;
    }
    if (then.kind == Kind.CLOSED) {
      then.counts.add(failed, now);
      if (failed) {
        long sums = then.counts.sums(now);
        int failures = SlidingCounts.first(sums);
        int calls = failures + SlidingCounts.second(sums);
        if (calls >= minCalls && failures >= threshold * calls) {
          state.compareAndSet(then, open(failures, calls, now));
        }
      }
      return;
    }
    int failures = failed ? then.failures.incrementAndGet() : then.failures.get();
    int calls = then.calls.incrementAndGet();
    if (failures > 0 && failures >= threshold * probes) {
      state.compareAndSet(then, open(failures, calls, now));
    } else if (calls >= probes) {
      state.compareAndSet(then, closed(now));
    }
  }

  /** A call that was let through in {@code then} tells nothing. */
  void released(State then) {
    if (then.kind == Kind.HALF_OPEN) {
      then.permits.incrementAndGet();
    }
  }

  /** What it does now, for the operator and for the application that is rejected. */
  String describe(long now) {
    State current = state.get();
    switch (current.kind) {
      case CLOSED:
        return "circuit closed";
      case OPEN:
        long left = Math.max(0, current.until - now);
        return "circuit open: "
            + current.failures.get()
            + " of "
            + current.calls.get()
            + " calls failed; some are tried in "
            + Spans.text(left);
      default:
        return "circuit half-open: it is being tried whether calls succeed again";
    }
  }

  private State closed(long now) {
    return new State(Kind.CLOSED, 0, 0, new SlidingCounts(windowNanos, now));
  }

  private State open(int failures, int calls, long now) {
    State open = new State(Kind.OPEN, now + openNanos, 0, null);
    open.failures.set(failures);
    open.calls.set(calls);
    return open;
  }

  private State halfOpen(long now) {
    return new State(Kind.HALF_OPEN, now + openNanos, probes, null);
  }

  private enum Kind {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /** One period of being closed, open or half-open. */
  static final class State {
    private final Kind kind;
    private final long until;
    private final SlidingCounts counts;
    private final AtomicInteger permits;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    private State(Kind kind, long until, int permits, SlidingCounts counts) {
      this.kind = kind;
      this.until = until;
      this.permits = new AtomicInteger(permits);
      this.counts = counts;
    }
  }
}

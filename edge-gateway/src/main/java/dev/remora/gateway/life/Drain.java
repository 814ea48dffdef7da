package dev.remora.gateway.life;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The end of a gateway that costs no client a request.
 *
 * <ol>
 *   <li>It is not ready any more, and clients of HTTP/1.1 are told with every response to use
 *       another connection. For the delay it goes on otherwise as before: that is how long
 *       balancers may take to notice.
 *   <li>Clients of HTTP/2 are told to go (GOAWAY). What is under way ends; whoever comes still is
 *       served, once.
 *   <li>When nothing is under way any more, and nothing has come for a moment, or the time is up,
 *       all is closed.
 * </ol>
 *
 * <p>Connections are not closed while they may be in use, since a client that sends a request just
 * then would get none (RFC 9112, section 9.6).
 */
public final class Drain {
  /** How long nothing may come before it counts as the end: some round trips over a slow line. */
  static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long LOOK_MILLIS = 20;

  private final Readiness readiness;
  private final LongSupplier begun;
  private final LongSupplier active;
  private final Runnable goAway;
  private volatile boolean draining;
  private long since;

  /**
   * Of a gateway that runs.
   *
   * @param begun how many requests have come so far
   * @param active how many of them are under way
   * @param goAway tells clients of HTTP/2 to go
   */
  public Drain(Readiness readiness, LongSupplier begun, LongSupplier active, Runnable goAway) {
    this.readiness = readiness;
    this.begun = begun;
    this.active = active;
    this.goAway = goAway;
  }

  /** Whether clients are to use other connections. */
  public boolean isDraining() {
    return draining;
  }

  /** Begins; only the first time counts. */
  public synchronized void begin() {
    if (!draining) {
      since = System.nanoTime();
      readiness.draining();
      draining = true;
    }
  }

  /**
   * Waits for the end of all that is under way; {@link #begin} was called.
   *
   * @param delay how long all goes on as before, counted from the beginning
   * @param timeout how long what is under way may take after that
   * @return how many requests are under way still
   */
  public long await(Duration delay, Duration timeout) throws InterruptedException {
    long left = delay.toNanos() - (System.nanoTime() - since);
    TimeUnit.NANOSECONDS.sleep(left);
    goAway.run();
    long end = System.nanoTime() + timeout.toNanos();
    long quietSince = System.nanoTime();
    long seen = begun.getAsLong();
    while (System.nanoTime() - end < 0) {
      long now = System.nanoTime();
      long count = begun.getAsLong();
      if (count != seen || active.getAsLong() > 0) {
        seen = count;
        quietSince = now;
      } else if (now - quietSince >= QUIET_NANOS) {
        return 0;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return active.getAsLong();
  }
}

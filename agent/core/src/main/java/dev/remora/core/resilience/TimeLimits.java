package dev.remora.core.resilience;

import dev.remora.core.config.ServiceConfig;
import java.time.Duration;

/**
 * The time-outs of a service: for a whole call, for one attempt, and for connecting. Immutable.
 * None is set by default, as applications bring their own, which these can only shorten.
 *
 * <p>The first two end with the head of the response, as {@code timeout} of Envoy's route and
 * {@code per_try_timeout} nearly do; how long a body may take is the application's business.
 */
public final class TimeLimits {
  /** No limit. */
  public static final long NONE = Long.MAX_VALUE;

  private final long call;
  private final long attempt;
  private final long connect;

  TimeLimits(ServiceConfig config) {
    call = nanos(config.timeout());
    attempt = nanos(config.attemptTimeout());
    connect = nanos(config.connectTimeout());
  }

  private TimeLimits(long call, long attempt, long connect) {
    this.call = call;
    this.attempt = attempt;
    this.connect = connect;
  }

  /** The same, but not longer than that: nanoseconds, or {@link #NONE}. */
  TimeLimits shortened(long mostOfCall, long mostOfAttempt) {
    return new TimeLimits(Math.min(call, mostOfCall), Math.min(attempt, mostOfAttempt), connect);
  }

  private static long nanos(Duration duration) {
    return duration == null ? NONE : duration.toNanos();
  }

  /** Nanoseconds for a call until the head of its response, or {@link #NONE}. */
  public long call() {
    return call;
  }

  /** Nanoseconds for an attempt until the head of its response, or {@link #NONE}. */
  public long attempt() {
    return attempt;
  }

  /** Nanoseconds for connecting, or {@link #NONE}. */
  public long connect() {
    return connect;
  }
}

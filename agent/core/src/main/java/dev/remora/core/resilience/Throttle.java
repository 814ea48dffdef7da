package dev.remora.core.resilience;

/**
 * Rejects calls to a service that turns them away, in proportion: "client-side throttling" of
 * Google's Site Reliability Engineering, chapter 21. Of all calls within two minutes a service has
 * accepted some; each further one is rejected here with the probability {@code max(0, (requests - K
 * · accepts) / (requests + 1))}. K is 2 there: twice what the service accepts is sent to it, so
 * that it is noticed soon when it accepts more.
 *
 * <p>No more than 80 % are rejected, as by Envoy's admission control: after two minutes without any
 * accepted call the formula alone would find a recovered service by rare chance only. It begins
 * with one rejected call of several, so there is no minimum of calls.
 *
 * @see <a href="https://sre.google/sre-book/handling-overload/">Handling overload</a>
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/admission_control_filter">Envoy's
 *     admission control</a>
 */
final class Throttle {
  static final long WINDOW_NANOS = 120_000_000_000L;
  static final double MOST_REJECTED = 0.8;

  private final double multiplier;
  private final Chance chance;
  private final SlidingCounts counts;

  Throttle(double multiplier, Chance chance, long now) {
    this.multiplier = multiplier;
    this.chance = chance;
    this.counts = new SlidingCounts(WINDOW_NANOS, now);
  }

  /** Whether a call may go. One that may not is counted with this, others when they have ended. */
  boolean tryAcquire(long now) {
    double rejected = rejected(now);
    if (rejected > 0 && chance.next() < rejected) {
      counts.add(false, now);
      return false;
    }
    return true;
  }

  /** A call has ended. */
  void ended(boolean accepted, long now) {
    counts.add(accepted, now);
  }

  /** The share of calls that is rejected at present, 0 to {@link #MOST_REJECTED}. */
  double rejected(long now) {
    long sums = counts.sums(now);
    double accepts = SlidingCounts.first(sums);
    double requests = accepts + SlidingCounts.second(sums);
    return Math.min(MOST_REJECTED, Math.max(0, (requests - multiplier * accepts) / (requests + 1)));
  }

  /** What it does now. */
  String describe(long now) {
    return Math.round(rejected(now) * 100) + "% of calls are rejected, as it turns many away";
  }
}

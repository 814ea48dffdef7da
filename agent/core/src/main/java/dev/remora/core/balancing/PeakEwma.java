package dev.remora.core.balancing;

import dev.remora.core.routing.EndpointStats;

/**
 * Of two endpoints at random the one where a call is expected to succeed, and sooner: Finagle's
 * {@code PeakEwma}, with failures in the cost.
 *
 * <p>The cost is latency^2 × (in flight / weight + 1) / (1 - share of failures)^4.
 *
 * <ul>
 *   <li>Latency, see {@link EndpointStats#latency}: forgotten with a time constant of 10 s
 *       (Finagle's {@code decayTime}), so an endpoint that was slow is tried again when others have
 *       become as expensive. Finagle takes each peak for the truth, which makes those that get few
 *       calls look fast. Squared, as an idle endpoint that is ten times as slow would else be tried
 *       whenever the others have ten in flight.
 *   <li>Failures: latency alone sends everything to the endpoint that fails fastest. Here a failure
 *       never makes an endpoint look faster, and after one it costs 2.4 times as much, after three
 *       15 times, until successes or time make up for it. It is a factor and not a penalty of some
 *       seconds, which puts an endpoint out of use for most of a minute because of a single
 *       failure; where each endpoint fails now and then, that leaves all load to the few that did
 *       not lately.
 *   <li>An endpoint of which nothing is known gets one call before anything else, and no second one
 *       until it has answered.
 * </ul>
 */
public final class PeakEwma implements Policy {
  /** More than the square of any latency in nanoseconds. */
  private static final double UNKNOWN = 1e30;

  /** The least share of success that is reckoned with: costs stay finite. */
  private static final double LEAST_SUCCESS = 0.01;

  private final RandomBits random;

  /** A choice by {@code random}. */
  public PeakEwma(RandomBits random) {
    this.random = random;
  }

  @Override
  public LoadBalancer over(Rotation rotation) {
    return new TwoChoices(rotation, random) {
      @Override
      double cost(EndpointStats stats, double weight, long now) {
        return PeakEwma.cost(stats, weight, now);
      }
    };
  }

  private static double cost(EndpointStats stats, double weight, long now) {
    double latency = stats.latency(now);
    int inFlight = stats.inFlight();
    if (latency == 0) {
      return inFlight == 0 ? 0 : UNKNOWN * inFlight;
    }
    double cost = latency * latency * (inFlight / weight + 1);
    double failing = stats.failureShare(now);
    if (failing == 0) {
      return cost;
    }
    double success = Math.max(LEAST_SUCCESS, 1 - failing);
    return cost / (success * success * success * success);
  }
}

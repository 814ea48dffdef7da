package dev.remora.core.balancing;

import dev.remora.core.routing.EndpointStats;

/**
 * Of two endpoints at random the one where a call is expected to succeed, and sooner: Finagle's
 * {@code PeakEwma}, with failures in the cost.
 *
 * <p>The cost is latency^2 × (in flight / weight + 1) / (1 - share of failures)^4. Latencies that
 * are alike count as the same: then what is in flight decides, and all get calls.
 *
 * <ul>
 *   <li>Latency, see {@link EndpointStats#latency}: forgotten with a time constant of 10 s
 *       (Finagle's {@code decayTime}), so an endpoint that was slow is tried again when others have
 *       become as expensive. Finagle takes each peak for the truth, which makes those that get few
 *       calls look fast. Squared, as an idle endpoint that is ten times as slow would else be tried
 *       whenever the others have ten in flight.
 *   <li>Alike are latencies that differ by less than half, after a millisecond more for each: what
 *       the network and the processes' schedulers add by chance. Without that a few idle endpoints
 *       that are as good as each other would leave nearly all calls to the one that is the fastest
 *       by a hair. So are those of an endpoint that is cold, and of any other.
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

  /** How many times the other a latency is that is not alike. */
  private static final double ALIKE = 1.5;

  /** Nanoseconds that are added to any latency by chance. */
  private static final double NOISE = 1_000_000;

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
      boolean isCheaper(
          EndpointStats one, double weight, EndpointStats other, double otherWeight, long now) {
        double latency = one.latency(now);
        double otherLatency = other.latency(now);
        if (latency != 0 && otherLatency != 0 && areAlike(one, latency, other, otherLatency)) {
          latency = 1;
          otherLatency = 1;
        }
        // Each cost is times its weight, and so would be divided by it: the other way round.
        return cost(one, latency, weight, now) * otherWeight
            < cost(other, otherLatency, otherWeight, now) * weight;
      }
    };
  }

  private static boolean areAlike(
      EndpointStats one, double latency, EndpointStats other, double otherLatency) {
    double least = Math.min(latency, otherLatency);
    double most = Math.max(latency, otherLatency);
    return most + NOISE < ALIKE * (least + NOISE) || one.isCold() || other.isCold();
  }

  /** The cost, times the weight. */
  private static double cost(EndpointStats stats, double latency, double weight, long now) {
    int inFlight = stats.inFlight();
    if (latency == 0) {
      return inFlight == 0 ? 0 : UNKNOWN * inFlight;
    }
    double cost = latency * latency * (inFlight + weight);
    double failing = stats.failureShare(now);
    if (failing == 0) {
      return cost;
    }
    double success = Math.max(LEAST_SUCCESS, 1 - failing);
    return cost / (success * success * success * success);
  }
}

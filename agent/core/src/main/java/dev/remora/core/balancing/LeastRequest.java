package dev.remora.core.balancing;

import dev.remora.core.routing.EndpointStats;

/**
 * Of two endpoints at random the one with fewer requests in flight for its weight: Envoy's {@code
 * least_request} with its defaults, {@code choice_count} 2 and {@code active_request_bias} 1.
 *
 * <p>Unlike there weights count in the draw, not in a schedule of their own, so the choice is one
 * of two whatever the weights, and takes constant time.
 */
public final class LeastRequest implements Policy {
  private final RandomBits random;

  /** A choice by {@code random}. */
  public LeastRequest(RandomBits random) {
    this.random = random;
  }

  @Override
  public LoadBalancer over(Rotation rotation) {
    return new TwoChoices(rotation, random) {
      @Override
      boolean isCheaper(
          EndpointStats one, double weight, EndpointStats other, double otherWeight, long now) {
        return one.inFlight() / weight < other.inFlight() / otherWeight;
      }
    };
  }
}

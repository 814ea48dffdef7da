package dev.remora.core.balancing;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;

/**
 * At random, as often as the weight says: Envoy's {@code random}. Needs nothing shared between
 * threads.
 */
public final class RandomChoice implements Policy {
  private final RandomBits random;

  /** A choice by {@code random}. */
  public RandomChoice(RandomBits random) {
    this.random = random;
  }

  @Override
  public LoadBalancer over(final Rotation rotation) {
    final Shares shares = new Shares(rotation);
    return new LoadBalancer() {
      @Override
      public LiveEndpoint pick(RequestInfo request, long now) {
        return rotation.get(shares.at(random.next()));
      }
    };
  }
}

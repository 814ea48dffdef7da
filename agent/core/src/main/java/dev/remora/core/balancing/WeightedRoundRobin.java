package dev.remora.core.balancing;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Each endpoint in turn, as often as its weight says, and never in bursts.
 *
 * <p>The turns go through the fractions of 1 in steps of the golden ratio, the sequence that leaves
 * no gap and no cluster at any length (Weyl's equidistribution, Knuth's TAOCP 6.4, theorem S), and
 * {@link Shares} says whose share each falls into. Over any run of calls each endpoint gets its
 * share within four calls. Smooth like nginx's weighted round robin and gRPC's scheduler (gRFC
 * A58), but in constant time whatever the weights: those take O(n) per pick, or as many tries as
 * the largest weight is times the mean.
 */
public final class WeightedRoundRobin implements Policy {
  /** 2^32 divided by the golden ratio, and odd. */
  private static final int STEP = 0x9E3779B9;

  private final AtomicInteger turn;

  /** Begins anywhere. */
  public WeightedRoundRobin() {
    this(ThreadLocalRandom.current().nextInt());
  }

  WeightedRoundRobin(int turn) {
    this.turn = new AtomicInteger(turn);
  }

  @Override
  public LoadBalancer over(final Rotation rotation) {
    final Shares shares = new Shares(rotation);
    return new LoadBalancer() {
      @Override
      public LiveEndpoint pick(RequestInfo request, long now) {
        return rotation.get(shares.at(turn.getAndAdd(STEP)));
      }
    };
  }
}

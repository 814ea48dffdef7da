package dev.remora.core.balancing;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Each endpoint in turn, whatever its weight. While zones or a slow start ask for unequal shares it
 * does as {@link WeightedRoundRobin} does.
 *
 * <p>One counter is shared by all calls and taken modulo the number of endpoints, so over any full
 * turn every endpoint is picked once. A fail-over takes the next turn of the same counter instead
 * of its neighbour: the neighbour of a broken endpoint gets no double share. A changed number of
 * endpoints moves the turn elsewhere and nothing else. The counter is read as unsigned: it runs
 * through 2^31 without a seam, and at 2^32 one turn may be cut short.
 */
public final class RoundRobin implements Policy {
  private final AtomicInteger turn;
  private final WeightedRoundRobin uneven = new WeightedRoundRobin();

  /** Begins anywhere, so that processes which make few calls don't all make them to the first. */
  public RoundRobin() {
    this(ThreadLocalRandom.current().nextInt());
  }

  RoundRobin(int turn) {
    this.turn = new AtomicInteger(turn);
  }

  @Override
  public LoadBalancer over(final Rotation rotation) {
    if (rotation.isRamped()) {
      return uneven.over(rotation);
    }
    return new LoadBalancer() {
      @Override
      public LiveEndpoint pick(RequestInfo request, long now) {
        return rotation.get(Integer.remainderUnsigned(turn.getAndIncrement(), rotation.size()));
      }
    };
  }
}

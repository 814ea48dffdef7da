package dev.remora.core.balancing;

import dev.remora.core.routing.EndpointStats;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;

/**
 * Draws two different endpoints at random by weight and takes the cheaper one: the power of two
 * choices (Mitzenmacher, 2001), which comes near to the best of all without looking at all, and
 * without all callers finding the same best one. Of two that cost the same the first is taken, so
 * idle endpoints get calls by weight.
 */
abstract class TwoChoices implements LoadBalancer {
  /** How often one of great weight may come up again before its neighbour is the second. */
  private static final int REDRAWS = 3;

  private final Rotation rotation;
  private final AliasTable table;
  private final RandomBits random;

  TwoChoices(Rotation rotation, RandomBits random) {
    this.rotation = rotation;
    this.table = new AliasTable(rotation);
    this.random = random;
  }

  /**
   * Whether {@code one} costs less than {@code other} now.
   *
   * @param weight of {@code one}, in relation to the mean
   * @param otherWeight likewise
   */
  abstract boolean isCheaper(
      EndpointStats one, double weight, EndpointStats other, double otherWeight, long now);

  @Override
  public final LiveEndpoint pick(RequestInfo request, long now) {
    if (rotation.size() == 1) {
      return rotation.get(0);
    }
    long bits = random.next();
    int first = table.at(bits);
    int second = second(first, bits >>> 32);
    boolean isSecond =
        isCheaper(
            rotation.stats(second),
            rotation.weight(second),
            rotation.stats(first),
            rotation.weight(first),
            now);
    return rotation.get(isSecond ? second : first);
  }

  private int second(int first, long bits) {
    int size = rotation.size();
    if (rotation.isEven()) {
      // Any of the others.
      int second = first + 1 + (int) ((bits * (size - 1)) >>> 32);
      return second < size ? second : second - size;
    }
    int second = table.at(bits);
    for (int i = 0; second == first && i < REDRAWS; i++) {
      second = table.at(random.next());
    }
    return second != first ? second : first + 1 < size ? first + 1 : 0;
  }
}

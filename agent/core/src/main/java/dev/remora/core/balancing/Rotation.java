package dev.remora.core.balancing;

import dev.remora.core.routing.EndpointStats;
import dev.remora.core.routing.LiveEndpoint;

/**
 * The endpoints that get calls now, at least one, and how many each. Immutable.
 *
 * <p>What is here is the outcome of all that comes before a policy: {@linkplain Subset subset},
 * {@linkplain Health health}, {@linkplain Zones zones}, {@linkplain WarmUp slow start}.
 */
public final class Rotation {
  private final LiveEndpoint[] endpoints;
  private final EndpointStats[] stats;
  private final double[] weights;
  private final boolean even;
  private final boolean ramped;
  private final boolean panic;

  /**
   * A rotation.
   *
   * @param weights above 0, in the order of the endpoints
   * @param ramped whether more than their own weights is in them
   * @param panic whether ejections are ignored
   */
  Rotation(LiveEndpoint[] endpoints, double[] weights, boolean ramped, boolean panic) {
    this.endpoints = endpoints;
    this.stats = new EndpointStats[endpoints.length];
    double sum = 0;
    for (int i = 0; i < endpoints.length; i++) {
      stats[i] = endpoints[i].stats();
      sum += weights[i];
    }
    double mean = sum / endpoints.length;
    boolean same = true;
    this.weights = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      same &= weights[i] == weights[0];
      this.weights[i] = weights[i] / mean;
    }
    this.even = same;
    this.ramped = ramped;
    this.panic = panic;
  }

  /** How many there are. */
  public int size() {
    return endpoints.length;
  }

  /** The endpoint at {@code index}, 0 to {@link #size} - 1. */
  public LiveEndpoint get(int index) {
    return endpoints[index];
  }

  /** What happened there. */
  EndpointStats stats(int index) {
    return stats[index];
  }

  /** What it gets in relation to the mean of all, which is 1. */
  public double weight(int index) {
    return weights[index];
  }

  /** Whether all get the same. */
  public boolean isEven() {
    return even;
  }

  /** Whether weights differ by more than what the registry says: zones, or slow start. */
  boolean isRamped() {
    return ramped;
  }

  /** Whether ejections are ignored because there would be too few endpoints left. */
  public boolean isPanic() {
    return panic;
  }
}

package dev.remora.core.balancing;

/** A way of spreading the calls of one service. One object per cluster. */
public interface Policy {
  /**
   * What spreads calls over {@code rotation}. Called by one thread at a time, whenever it changes;
   * what must outlive a change is kept in the policy.
   */
  LoadBalancer over(Rotation rotation);
}

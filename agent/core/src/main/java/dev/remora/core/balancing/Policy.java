package dev.remora.core.balancing;

import dev.remora.core.routing.Snapshot;

/** A way of spreading the calls of one service. One object per cluster. */
public interface Policy {
  /**
   * What spreads calls over {@code endpoints}, which are at least one. Called by one thread at a
   * time, whenever they change; what must outlive a change is kept in the policy.
   */
  LoadBalancer over(Snapshot endpoints);
}

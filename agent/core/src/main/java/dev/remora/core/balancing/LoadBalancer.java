package dev.remora.core.balancing;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Snapshot;

/** Chooses where a call of one service goes. One object per cluster; thread-safe, lock-free. */
public interface LoadBalancer {
  /**
   * The endpoint for the next attempt. A call that moves on after a failed connect asks again, so
   * that what a broken endpoint would have got is spread like everything else.
   *
   * @param endpoints at least one
   */
  LiveEndpoint pick(Snapshot endpoints);
}

package dev.remora.core.balancing;

import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.RequestInfo;

/**
 * Chooses where an attempt goes, among endpoints that do not change: a change of endpoints, weights
 * or health makes another one. Thread-safe, lock-free, and without garbage.
 */
public interface LoadBalancer {
  /**
   * The endpoint for the next attempt. A call that moves on after a failed connect asks again, so
   * that what a broken endpoint would have got is spread like everything else.
   *
   * @param request null where the client does not tell
   * @param now of the mesh's ticker, in nanoseconds
   * @return never null
   */
  LiveEndpoint pick(RequestInfo request, long now);
}

package dev.remora.core;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.RequestInfo;

/** Begins calls as {@link Mesh#route} does, on another clock. */
public final class SimulatedCalls {
  private SimulatedCalls() {}

  /** A call to the cluster's service; null: it has no endpoint. */
  public static MeshCall begin(ResilientCluster cluster, RequestInfo request, Ticker ticker) {
    return MeshCall.begin(
        cluster, cluster.service(), request, null, null, ticker, null, ticker.nanos());
  }
}

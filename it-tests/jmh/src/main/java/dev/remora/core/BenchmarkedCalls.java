package dev.remora.core;

import dev.remora.core.concurrent.Ticker;
import dev.remora.core.resilience.ResilientCluster;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.telemetry.Telemetry;

/** Begins calls as {@link Mesh#route} does, once it has found the cluster. */
public final class BenchmarkedCalls {
  private BenchmarkedCalls() {}

  /** A call to the cluster's service; null: it has no endpoint. */
  public static MeshCall begin(ResilientCluster cluster, RequestInfo request) {
    return begin(cluster, request, null);
  }

  /** The same, recorded; null: by nobody. */
  public static MeshCall begin(ResilientCluster cluster, RequestInfo request, Telemetry telemetry) {
    Ticker ticker = Ticker.SYSTEM;
    return MeshCall.begin(
        cluster, cluster.service(), request, null, null, ticker, telemetry, ticker.nanos());
  }
}

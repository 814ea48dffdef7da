package dev.remora.jmh;

import dev.remora.core.resilience.ResilientCluster;

/** What benchmarks of other packages call. */
public final class Clusters {
  private Clusters() {}

  /** A service with so many endpoints, and nothing set. */
  public static ResilientCluster of(int endpoints) {
    return Remora.cluster(endpoints, "");
  }
}

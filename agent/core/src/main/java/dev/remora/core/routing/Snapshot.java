package dev.remora.core.routing;

import java.util.ArrayList;
import java.util.List;

/** A service's endpoints at one moment. Immutable. */
public final class Snapshot {
  private static final Snapshot EMPTY = new Snapshot(new LiveEndpoint[0]);

  private final LiveEndpoint[] endpoints;

  private Snapshot(LiveEndpoint[] endpoints) {
    this.endpoints = endpoints;
  }

  static Snapshot of(List<LiveEndpoint> endpoints) {
    return endpoints.isEmpty() ? EMPTY : new Snapshot(endpoints.toArray(new LiveEndpoint[0]));
  }

  /** How many endpoints there are. */
  public int size() {
    return endpoints.length;
  }

  /** The endpoint at {@code index}, 0 to {@link #size} - 1. */
  public LiveEndpoint get(int index) {
    return endpoints[index];
  }

  /**
   * Those that are not ejected; all of them, if more than half are: then it is not the endpoints'
   * own fault, and the few that are left would be overrun (Envoy's panic threshold).
   */
  public Snapshot inRotation() {
    List<LiveEndpoint> in = new ArrayList<>();
    for (LiveEndpoint endpoint : endpoints) {
      if (endpoint.stats().ejection() == null) {
        in.add(endpoint);
      }
    }
    return in.size() == endpoints.length || in.size() * 2 < endpoints.length ? this : of(in);
  }
}

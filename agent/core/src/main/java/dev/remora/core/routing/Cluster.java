package dev.remora.core.routing;

/**
 * A service and its endpoints. The same object for as long as the registry knows the service, and
 * after that if it was ever called.
 */
public class Cluster {
  private final String service;
  private volatile Snapshot snapshot;
  private volatile boolean watched;

  /** The cluster of {@code service}, whose endpoints are not known yet. */
  public Cluster(String service) {
    this.service = service;
  }

  /** The service's name, as the registry spells it. */
  public final String service() {
    return service;
  }

  /** The endpoints now; null until the registry has answered for the first time, never after. */
  public final Snapshot snapshot() {
    return snapshot;
  }

  /** Whether the registry has been asked for the endpoints, as the first call does. */
  public final boolean isWatched() {
    return watched;
  }

  final void watched() {
    watched = true;
  }

  final void publish(Snapshot next) {
    published(next);
    snapshot = next;
  }

  /**
   * Takes note of new endpoints before {@link #snapshot} shows them; called by one thread at a
   * time, never a request's.
   */
  protected void published(Snapshot next) {}

  @Override
  public final String toString() {
    return service;
  }
}

package dev.remora.core.routing;

import dev.remora.core.discovery.Endpoint;
import java.util.Collections;
import java.util.List;

/** What the registry has told of a service, and how its cluster follows it. Not thread-safe. */
final class Service<C extends Cluster> {
  private final C cluster;
  private final SharedDeadline deadline = new SharedDeadline();
  private final Succession succession;
  private List<Endpoint> described = Collections.emptyList();

  Service(C cluster) {
    this.cluster = cluster;
    this.succession = new Succession(cluster.service());
  }

  C cluster() {
    return cluster;
  }

  /** The end of the wait for its first endpoints. */
  SharedDeadline deadline() {
    return deadline;
  }

  /** Its endpoints, as the registry told them last. */
  List<Endpoint> described() {
    return described;
  }

  void describe(List<Endpoint> endpoints) {
    described = endpoints;
  }

  /** Whether the address of an endpoint is a name, to be resolved. */
  boolean isNamed() {
    for (Endpoint endpoint : described) {
      if (!Addresses.isLiteral(endpoint.address())) {
        return true;
      }
    }
    return false;
  }

  /** Publishes what is described, as it is resolved now; false: nothing is yet, but may be soon. */
  boolean publish(AddressResolver resolver) {
    Snapshot next = succession.next(described, resolver, System.nanoTime());
    if (next == null) {
      return false;
    }
    cluster.publish(next);
    return true;
  }
}

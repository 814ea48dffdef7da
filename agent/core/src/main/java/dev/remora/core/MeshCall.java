package dev.remora.core;

import dev.remora.core.balancing.BalancedCluster;
import dev.remora.core.routing.EndpointStats;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Snapshot;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One request to a service: the endpoint it goes to now, and the way on when that one cannot be
 * connected. Not thread-safe, as a request is not.
 */
public final class MeshCall {
  private final BalancedCluster cluster;
  private final String host;
  private LiveEndpoint endpoint;
  private InetAddress address;
  private List<EndpointStats> tried;

  MeshCall(BalancedCluster cluster, String host, LiveEndpoint endpoint) {
    this.cluster = cluster;
    this.host = host;
    place(endpoint);
  }

  private void place(LiveEndpoint next) {
    endpoint = next;
    address = host.equals(cluster.service()) ? next.address() : next.addressNamed(host);
    next.stats().picked();
  }

  /** The service that is called, as the registry spells it. */
  public String service() {
    return cluster.service();
  }

  /** The endpoint's IP address, named exactly as the application named the service. */
  public InetAddress address() {
    return address;
  }

  /** The endpoint's port, 1 to 65535. */
  public int port() {
    return endpoint.port();
  }

  /**
   * Moves on to another endpoint after a failure to connect. Each endpoint is tried once.
   *
   * @param failure what connecting threw, as the client's own code saw it
   * @return true when nothing had been sent and another endpoint is there, on which the call now
   *     stands; false leaves it where it is
   */
  public boolean failover(Throwable failure) {
    if (!ConnectFailures.isConnectFailure(failure)) {
      return false;
    }
    endpoint.stats().connectFailed();
    if (tried == null) {
      tried = new ArrayList<>(2);
    }
    tried.add(endpoint.stats());
    LiveEndpoint next = next();
    if (next == null) {
      return false;
    }
    place(next);
    return true;
  }

  private LiveEndpoint next() {
    Snapshot endpoints = cluster.snapshot();
    for (int i = 0; i < endpoints.size(); i++) {
      LiveEndpoint next = cluster.balancer().pick(endpoints);
      if (!tried.contains(next.stats())) {
        return next;
      }
    }
    // Other calls have moved the balancer on meanwhile, or it is one that repeats itself.
    for (int i = 0; i < endpoints.size(); i++) {
      if (!tried.contains(endpoints.get(i).stats())) {
        return endpoints.get(i);
      }
    }
    return null;
  }

  /** The service and the endpoint. */
  @Override
  public String toString() {
    return cluster.service() + " at " + endpoint;
  }
}

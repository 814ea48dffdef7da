package dev.remora.core;

import dev.remora.core.balancing.BalancedCluster;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.routing.EndpointStats;
import dev.remora.core.routing.LiveEndpoint;
import dev.remora.core.routing.Outcome;
import dev.remora.core.routing.RequestInfo;
import dev.remora.core.routing.Snapshot;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One request to a service: the endpoint it goes to now, the way on when that one fails, and what
 * became of it. Not thread-safe, as a request is not.
 *
 * <p>A call that was routed with its {@link RequestInfo} is told how each attempt ends, by exactly
 * one of {@link #responded}, {@link #failed} and {@link #cancelled}; a second end of the same
 * attempt is ignored, so that a client may tell it wherever it notices.
 */
public final class MeshCall {
  private final BalancedCluster cluster;
  private final String host;
  private final RequestInfo request;
  private LiveEndpoint endpoint;
  private InetAddress address;
  private List<EndpointStats> tried;
  private boolean open;
  private long began;

  MeshCall(BalancedCluster cluster, String host, RequestInfo request, LiveEndpoint endpoint) {
    this.cluster = cluster;
    this.host = host;
    this.request = request;
    place(endpoint);
  }

  private void place(LiveEndpoint next) {
    endpoint = next;
    address = host.equals(cluster.service()) ? next.address() : next.addressNamed(host);
    next.stats().picked();
    if (request != null) {
      open = true;
      began = Ticker.SYSTEM.nanos();
      next.stats().began();
    }
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

  /** Why the request must not be sent at all, for the application to read; null: send it. */
  public String rejection() {
    return null;
  }

  /**
   * How long connecting may take.
   *
   * @param own the application's own limit in milliseconds, 0 for none
   * @return never longer than that; 0 for no limit
   */
  public long connectTimeoutMillis(long own) {
    return own;
  }

  /**
   * How long this attempt may take from now until the head of the response.
   *
   * @param own the application's own limit in milliseconds, 0 for none
   * @return never longer than that; 0 for no limit
   */
  public long attemptTimeoutMillis(long own) {
    return own;
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
    end(Outcome.CONNECT_FAILURE);
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

  /** The attempt got the head of a final response. */
  public void responded(int status) {
    end(Outcome.of(status));
  }

  /** The attempt ended without a response. */
  public void failed(Throwable failure) {
    end(ConnectFailures.isConnectFailure(failure) ? Outcome.CONNECT_FAILURE : Outcome.NO_RESPONSE);
  }

  /** The application gave up before there was a response. */
  public void cancelled() {
    end(Outcome.CANCELLED);
  }

  /**
   * Moves on to another endpoint after a response that the service's settings allow to be retried.
   *
   * @param status of the response, which is thrown away if the answer is not negative
   * @param retryAfter the response's {@code Retry-After} as it came, or null
   * @return how many milliseconds to wait before the next attempt, for which the call is placed
   *     already; -1: hand the response to the application
   */
  public long retry(int status, String retryAfter) {
    responded(status);
    return -1;
  }

  /**
   * As {@link #retry(int, String)}, after a failure when something may have been sent.
   *
   * @return -1: hand the failure to the application
   */
  public long retry(Throwable failure) {
    failed(failure);
    return -1;
  }

  private void end(Outcome outcome) {
    if (open) {
      open = false;
      long now = Ticker.SYSTEM.nanos();
      endpoint.stats().ended(outcome, now - began, now);
    }
  }

  private LiveEndpoint next() {
    Snapshot endpoints = cluster.snapshot();
    for (int i = 0; i < endpoints.size(); i++) {
      LiveEndpoint next = cluster.pick(request, Ticker.SYSTEM.nanos());
      if (next == null) {
        return null;
      }
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

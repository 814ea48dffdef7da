package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** Gives out what a pool leases as a {@link RoutedEndpoint}. */
final class RoutedLeaseRequest implements LeaseRequest {
  private final LeaseRequest request;
  private final Lease<ConnectionEndpoint> lease;
  private final RoutedRequest routed;
  private final RoutedConnectionManager manager;
  private final boolean fresh;

  /**
   * A request.
   *
   * @param fresh whether a connection that was kept is closed, so that it is made anew
   */
  RoutedLeaseRequest(
      LeaseRequest request,
      Lease<ConnectionEndpoint> lease,
      RoutedRequest routed,
      RoutedConnectionManager manager,
      boolean fresh) {
    this.request = request;
    this.lease = lease;
    this.routed = routed;
    this.manager = manager;
    this.fresh = fresh;
  }

  @Override
  public ConnectionEndpoint get(Timeout timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    ConnectionEndpoint endpoint = request.get(timeout);
    if (endpoint == null) {
      return null;
    }
    if (fresh) {
      endpoint.close(CloseMode.GRACEFUL);
    }
    lease.take(endpoint, endpoint.isConnected());
    return new RoutedEndpoint(lease, routed, manager);
  }

  @Override
  public boolean cancel() {
    return request.cancel();
  }
}

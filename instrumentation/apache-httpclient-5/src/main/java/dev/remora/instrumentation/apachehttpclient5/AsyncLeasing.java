package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/** Gives out what a pool leases as a {@link RoutedAsyncEndpoint}. */
final class AsyncLeasing implements FutureCallback<AsyncConnectionEndpoint> {
  private final AsyncClientConnectionManager manager;
  private final Lease<AsyncConnectionEndpoint> lease;
  private final boolean fresh;
  private final ComplexFuture<AsyncConnectionEndpoint> future;

  /**
   * A lease to be.
   *
   * @param fresh whether a connection that was kept is closed, so that it is made anew
   */
  AsyncLeasing(
      AsyncClientConnectionManager manager,
      Lease<AsyncConnectionEndpoint> lease,
      boolean fresh,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    this.manager = manager;
    this.lease = lease;
    this.fresh = fresh;
    this.future = new ComplexFuture<>(callback);
  }

  Future<AsyncConnectionEndpoint> begin() {
    Future<AsyncConnectionEndpoint> leasing =
        manager.lease(lease.id, lease.route(), lease.state, lease.timeout, this);
    if (leasing != null && !leasing.isDone()) {
      future.setDependency(leasing);
    }
    return future;
  }

  @Override
  public void completed(AsyncConnectionEndpoint endpoint) {
    if (fresh) {
      endpoint.close(CloseMode.GRACEFUL);
    }
    lease.take(endpoint, endpoint.isConnected());
    if (!future.completed(new RoutedAsyncEndpoint(lease)) && lease.exchange() != null) {
      discard(manager, endpoint);
    }
  }

  @Override
  public void failed(Exception e) {
    future.failed(e);
  }

  @Override
  public void cancelled() {
    future.cancel();
  }

  static void discard(AsyncClientConnectionManager manager, AsyncConnectionEndpoint endpoint) {
    try {
      endpoint.close(CloseMode.IMMEDIATE);
    } finally {
      manager.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
    }
  }
}

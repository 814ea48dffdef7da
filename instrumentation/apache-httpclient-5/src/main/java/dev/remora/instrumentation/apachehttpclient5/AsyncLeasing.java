package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/** Gives out what a pool leases as a {@link RoutedAsyncEndpoint}. */
final class AsyncLeasing implements FutureCallback<AsyncConnectionEndpoint> {
  private final RoutedAsyncConnectionManager manager;
  private final Lease<AsyncConnectionEndpoint> lease;
  private final AsyncRequest request;
  private final boolean fresh;
  private final ComplexFuture<AsyncConnectionEndpoint> future;

  /**
   * A lease to be.
   *
   * @param fresh whether a connection that was kept is closed, so that it is made anew
   */
  AsyncLeasing(
      RoutedAsyncConnectionManager manager,
      Lease<AsyncConnectionEndpoint> lease,
      AsyncRequest request,
      boolean fresh,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    this.manager = manager;
    this.lease = lease;
    this.request = request;
    this.fresh = fresh;
    this.future = new ComplexFuture<>(callback);
  }

  Future<AsyncConnectionEndpoint> begin() {
    String rejection = request.rejection();
    if (rejection != null) {
      future.failed(new RequestFailedException(rejection));
      return future;
    }
    Future<AsyncConnectionEndpoint> leasing;
    try {
      leasing = manager.own().lease(lease.id, lease.route(), lease.state, lease.timeout, this);
    } catch (RuntimeException e) {
      request.cancelled();
      throw e;
    }
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
    if (!future.completed(new RoutedAsyncEndpoint(lease, request, manager))) {
      request.cancelled();
      if (lease.exchange() != null) {
        discard(manager.own(), endpoint);
      }
    }
  }

  /** The application had no connection to spare, which says nothing of the endpoint. */
  @Override
  public void failed(Exception e) {
    request.cancelled();
    future.failed(e);
  }

  @Override
  public void cancelled() {
    request.cancelled();
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

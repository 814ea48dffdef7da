package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Stands between a request of the asynchronous client and the application's connection manager:
 * leases connections to endpoints, and another one when an endpoint cannot be connected.
 */
public final class RoutedAsyncConnectionManager implements AsyncClientConnectionManager {
  private final AsyncClientConnectionManager manager;
  private final boolean ofOneRequest;

  /**
   * As in {@link RoutedConnectionManager}; a manager of more than one request remembers nothing.
   */
  private volatile boolean keptFailed;

  private RoutedAsyncConnectionManager(AsyncClientConnectionManager manager, boolean ofOneRequest) {
    this.manager = manager;
    this.ofOneRequest = ofOneRequest;
  }

  /** Stands in for {@code manager} for one request, or for a fork of it. */
  public static AsyncClientConnectionManager ofRequest(AsyncClientConnectionManager manager) {
    return manager == null || !Door.isOpen()
        ? manager
        : new RoutedAsyncConnectionManager(own(manager), true);
  }

  /** Stands in for {@code manager} for all requests of a client. */
  public static AsyncClientConnectionManager ofClient(AsyncClientConnectionManager manager) {
    return manager == null ? null : new RoutedAsyncConnectionManager(own(manager), false);
  }

  private static AsyncClientConnectionManager own(AsyncClientConnectionManager manager) {
    return manager instanceof RoutedAsyncConnectionManager
        ? ((RoutedAsyncConnectionManager) manager).manager
        : manager;
  }

  @Override
  public Future<AsyncConnectionEndpoint> lease(
      String id,
      HttpRoute route,
      Object state,
      Timeout timeout,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    Call call = Routes.place(route);
    if (call == null) {
      return manager.lease(id, route, state, timeout, callback);
    }
    boolean fresh = keptFailed;
    keptFailed = false;
    return new AsyncLeasing(manager, new Lease<>(call, id, route, state, timeout), fresh, callback)
        .begin();
  }

  @Override
  public Future<AsyncConnectionEndpoint> connect(
      AsyncConnectionEndpoint endpoint,
      ConnectionInitiator initiator,
      Timeout timeout,
      Object attachment,
      HttpContext context,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    if (!(endpoint instanceof RoutedAsyncEndpoint)) {
      return manager.connect(endpoint, initiator, timeout, attachment, context, callback);
    }
    return new AsyncConnecting(
            manager,
            (RoutedAsyncEndpoint) endpoint,
            initiator,
            timeout,
            attachment,
            context,
            callback)
        .begin();
  }

  @Override
  public void release(AsyncConnectionEndpoint endpoint, Object state, TimeValue validDuration) {
    AsyncConnectionEndpoint held = endpoint;
    if (endpoint instanceof RoutedAsyncEndpoint) {
      Lease<AsyncConnectionEndpoint> lease = ((RoutedAsyncEndpoint) endpoint).lease;
      held = lease.end();
      if (held == null) {
        return;
      }
      keptFailed =
          ofOneRequest && lease.isKept() && TimeValue.ZERO_MILLISECONDS.equals(validDuration);
    }
    manager.release(held, state, validDuration);
  }

  @Override
  public void upgrade(AsyncConnectionEndpoint endpoint, Object attachment, HttpContext context) {
    manager.upgrade(held(endpoint), attachment, context);
  }

  @Override
  public void upgrade(
      AsyncConnectionEndpoint endpoint,
      Object attachment,
      HttpContext context,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    manager.upgrade(
        held(endpoint),
        attachment,
        context,
        endpoint instanceof RoutedAsyncEndpoint && callback != null
            ? new AsyncUpgrading((RoutedAsyncEndpoint) endpoint, callback)
            : callback);
  }

  private static AsyncConnectionEndpoint held(AsyncConnectionEndpoint endpoint) {
    return endpoint instanceof RoutedAsyncEndpoint
        ? ((RoutedAsyncEndpoint) endpoint).lease.current()
        : endpoint;
  }

  @Override
  public void close(CloseMode mode) {
    manager.close(mode);
  }

  @Override
  public void close() throws IOException {
    manager.close();
  }
}

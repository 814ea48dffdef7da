package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
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

  // What the client connects with, to be able to in its place.
  private volatile ConnectionInitiator initiator;
  private volatile Object attachment;

  private RoutedAsyncConnectionManager(AsyncClientConnectionManager manager, boolean ofOneRequest) {
    this.manager = manager;
    this.ofOneRequest = ofOneRequest;
  }

  /**
   * Stands in for {@code manager} for one request, or for a fork of it.
   *
   * @param runtime what the request's runtime was made of, among it what it connects with
   */
  public static AsyncClientConnectionManager ofRequest(
      AsyncClientConnectionManager manager, Object[] runtime) {
    if (manager == null || !Door.isOpen()) {
      return manager;
    }
    RoutedAsyncConnectionManager routed = new RoutedAsyncConnectionManager(own(manager), true);
    for (Object part : runtime) {
      if (part instanceof ConnectionInitiator) {
        routed.initiator = (ConnectionInitiator) part;
      }
    }
    routed.attachment = runtime[runtime.length - 1];
    return routed;
  }

  /** Stands in for {@code manager} for all requests of a client, which connects all alike. */
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
    AsyncRequest request = AsyncRequest.place(route);
    if (request == null) {
      return manager.lease(id, route, state, timeout, callback);
    }
    boolean fresh = keptFailed;
    keptFailed = false;
    Lease<AsyncConnectionEndpoint> lease = new Lease<>(request.call(), id, route, state, timeout);
    return new AsyncLeasing(this, lease, request, fresh, callback).begin();
  }

  /** The application's own. */
  AsyncClientConnectionManager own() {
    return manager;
  }

  /** Connects as the client would. */
  AsyncConnecting connecting(
      RoutedAsyncEndpoint endpoint,
      HttpContext context,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    return new AsyncConnecting(
        manager, endpoint, initiator, connectTimeout(context), attachment, context, callback);
  }

  @SuppressWarnings("deprecation")
  private static Timeout connectTimeout(HttpContext context) {
    return context instanceof HttpClientContext
            && ((HttpClientContext) context).getRequestConfig() != null
        ? ((HttpClientContext) context).getRequestConfig().getConnectTimeout()
        : null;
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
    this.initiator = initiator;
    this.attachment = attachment;
    return ((RoutedAsyncEndpoint) endpoint)
        .connect(initiator, timeout, attachment, context, callback);
  }

  @Override
  public void release(AsyncConnectionEndpoint endpoint, Object state, TimeValue validDuration) {
    AsyncConnectionEndpoint held = endpoint;
    if (endpoint instanceof RoutedAsyncEndpoint) {
      Lease<AsyncConnectionEndpoint> lease = ((RoutedAsyncEndpoint) endpoint).lease;
      ((RoutedAsyncEndpoint) endpoint).request().giveUp();
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

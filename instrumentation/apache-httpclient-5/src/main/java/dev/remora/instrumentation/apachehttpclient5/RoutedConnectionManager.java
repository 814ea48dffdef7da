package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Stands between a request of the classic client and the application's connection manager: leases
 * connections to endpoints, and another one when an endpoint cannot be connected.
 */
public final class RoutedConnectionManager implements HttpClientConnectionManager {
  private final HttpClientConnectionManager manager;

  /**
   * The request was last on a connection kept from an earlier one, and that had to be discarded:
   * most likely its endpoint had closed it meanwhile. The client tries such a request again, once,
   * and that would fail at the next endpoint if its kept connection were as old.
   */
  private volatile boolean keptFailed;

  private RoutedConnectionManager(HttpClientConnectionManager manager) {
    this.manager = manager;
  }

  /** Stands in for {@code manager} for one request, or for a fork of it. */
  public static HttpClientConnectionManager of(HttpClientConnectionManager manager) {
    return manager == null || !Door.isOpen() ? manager : new RoutedConnectionManager(own(manager));
  }

  private static HttpClientConnectionManager own(HttpClientConnectionManager manager) {
    return manager instanceof RoutedConnectionManager
        ? ((RoutedConnectionManager) manager).manager
        : manager;
  }

  @Override
  public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, Object state) {
    RoutedRequest request = RoutedRequest.place(route);
    if (request == null) {
      return manager.lease(id, route, timeout, state);
    }
    Call call = request.call();
    String rejection = call.rejection();
    if (rejection != null) {
      request.cancelled();
      throw RoutedConnectionManager.<RuntimeException>unchecked(
          new RequestFailedException(rejection));
    }
    Lease<ConnectionEndpoint> lease = new Lease<>(call, id, route, state, timeout);
    boolean fresh = keptFailed;
    keptFailed = false;
    return new RoutedLeaseRequest(
        manager.lease(id, lease.route(), timeout, state), lease, request, this, fresh);
  }

  /** The client's methods that lease declare the exception, the manager's does not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable failure) throws E {
    throw (E) failure;
  }

  @Override
  public void connect(ConnectionEndpoint endpoint, TimeValue timeout, HttpContext context)
      throws IOException {
    if (!(endpoint instanceof RoutedEndpoint)) {
      manager.connect(endpoint, timeout, context);
      return;
    }
    Lease<ConnectionEndpoint> lease = ((RoutedEndpoint) endpoint).lease;
    RoutedRequest request = ((RoutedEndpoint) endpoint).request;
    do {
      try {
        PoolLimits.carryOver(manager, lease);
        request.connecting();
        manager.connect(lease.current(), timeout, context);
        return;
      } catch (IOException e) {
        moveOn(lease, request, e);
      } catch (RuntimeException | Error e) {
        request.failed(e);
        throw e;
      } finally {
        RoutedRequest.connected();
      }
    } while (!lease.current().isConnected());
  }

  private void moveOn(Lease<ConnectionEndpoint> lease, RoutedRequest request, IOException failure)
      throws IOException {
    if (lease.isEnded()) {
      request.cancelled();
      throw failure;
    }
    if (!request.failover(failure)) {
      long delay = request.retry(failure);
      if (delay < 0) {
        request.failed(failure);
        throw failure;
      }
      pause(lease, request, delay);
    }
    if (!exchange(lease)) {
      request.cancelled();
      throw failure;
    }
  }

  /** Waits before the next attempt, unless the application gives up meanwhile. */
  private static void pause(Lease<?> lease, RoutedRequest request, long millis) throws IOException {
    if (millis > 0 && !lease.isEnded()) {
      CountDownLatch given = new CountDownLatch(1);
      lease.waitsFor(
          new Cancellable() {
            @Override
            public boolean cancel() {
              given.countDown();
              return true;
            }
          });
      try {
        given.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        request.cancelled();
        throw new RequestFailedException("Request aborted", e);
      }
    }
    if (lease.isEnded()) {
      request.cancelled();
      throw new RequestFailedException("Request aborted");
    }
  }

  /** Gives back a connection whose response is thrown away, and connects to the next endpoint. */
  void repeat(RoutedEndpoint endpoint, TimeValue reusableFor, long delay, HttpContext context)
      throws IOException {
    Lease<ConnectionEndpoint> lease = endpoint.lease;
    if (reusableFor != null) {
      ConnectionEndpoint held = lease.exchange();
      if (held != null) {
        manager.release(held, lease.state, reusableFor);
      }
    }
    pause(lease, endpoint.request, delay);
    if (!(reusableFor == null ? exchange(lease) : lease(lease))) {
      endpoint.request.cancelled();
      throw new RequestFailedException("No connection to try again with");
    }
    if (!endpoint.isConnected()) {
      connect(endpoint, connectTimeout(context), context);
    }
  }

  @SuppressWarnings("deprecation")
  private static TimeValue connectTimeout(HttpContext context) {
    return context instanceof HttpClientContext
            && ((HttpClientContext) context).getRequestConfig() != null
        ? ((HttpClientContext) context).getRequestConfig().getConnectTimeout()
        : null;
  }

  /**
   * Gives back the connection that could not be made, and leases one to the next endpoint.
   *
   * @return false: there is none to be had
   */
  private boolean exchange(Lease<ConnectionEndpoint> lease) {
    ConnectionEndpoint failed = lease.exchange();
    if (failed == null) {
      return false;
    }
    try {
      discard(failed);
    } catch (RuntimeException e) {
      return false;
    }
    return lease(lease);
  }

  private boolean lease(Lease<ConnectionEndpoint> lease) {
    try {
      LeaseRequest request = manager.lease(lease.id, lease.route(), lease.timeout, lease.state);
      lease.waitsFor(request);
      ConnectionEndpoint next = get(request, lease.timeout);
      if (next == null) {
        request.cancel();
        return false;
      }
      if (lease.take(next, next.isConnected())) {
        return true;
      }
      if (lease.exchange() != null) {
        discard(next);
      }
      return false;
    } catch (RuntimeException e) {
      // The manager has been closed: what the application sees is why its connection failed.
      return false;
    }
  }

  private static ConnectionEndpoint get(LeaseRequest request, Timeout timeout) {
    try {
      return request.get(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException e) {
      return null;
    }
  }

  private void discard(ConnectionEndpoint endpoint) {
    try {
      endpoint.close(CloseMode.IMMEDIATE);
    } finally {
      manager.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
    }
  }

  @Override
  public void release(ConnectionEndpoint endpoint, Object state, TimeValue validDuration) {
    ConnectionEndpoint held = endpoint;
    if (endpoint instanceof RoutedEndpoint) {
      Lease<ConnectionEndpoint> lease = ((RoutedEndpoint) endpoint).lease;
      held = lease.end();
      if (held == null) {
        return;
      }
      keptFailed = lease.isKept() && TimeValue.ZERO_MILLISECONDS.equals(validDuration);
    }
    manager.release(held, state, validDuration);
  }

  @Override
  public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
    manager.upgrade(
        endpoint instanceof RoutedEndpoint ? ((RoutedEndpoint) endpoint).lease.current() : endpoint,
        context);
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

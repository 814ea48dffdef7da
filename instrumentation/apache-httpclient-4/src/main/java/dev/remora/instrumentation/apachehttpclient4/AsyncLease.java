package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.HttpHost;
import org.apache.http.concurrent.BasicFuture;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.nio.NHttpClientConnection;

/**
 * A connection that an asynchronous request waits for: to one endpoint, and when that cannot be
 * connected to the next, asked for from the callback, so that no thread waits. Nothing has been
 * sent before there is a connection.
 */
public final class AsyncLease
    implements FutureCallback<NHttpClientConnection>, Future<NHttpClientConnection> {
  /** In a connection's context: it leads to an endpoint. */
  private static final String OURS = AsyncLease.class.getName();

  private final PoolingNHttpClientConnectionManager manager;
  private final HttpRoute logical;
  private final Object state;
  private final long connectTimeout;
  private final long leaseTimeout;
  private final TimeUnit unit;
  private final Call call;
  private final BasicFuture<NHttpClientConnection> result;
  private volatile Future<NHttpClientConnection> current;

  private AsyncLease(
      PoolingNHttpClientConnectionManager manager,
      HttpRoute logical,
      Object state,
      long connectTimeout,
      long leaseTimeout,
      TimeUnit unit,
      FutureCallback<NHttpClientConnection> callback,
      Call call) {
    this.manager = manager;
    this.logical = logical;
    this.state = state;
    this.connectTimeout = connectTimeout;
    this.leaseTimeout = leaseTimeout;
    this.unit = unit;
    this.call = call;
    this.result = new BasicFuture<>(callback);
  }

  /**
   * Places a request for a connection; the parameters are those of the connection manager's.
   *
   * @return null: not ours
   */
  public static AsyncLease place(
      PoolingNHttpClientConnectionManager manager,
      HttpRoute route,
      Object state,
      long connectTimeout,
      long leaseTimeout,
      TimeUnit unit,
      FutureCallback<NHttpClientConnection> callback) {
    Call call = EndpointRoutes.place(route);
    return call == null
        ? null
        : new AsyncLease(manager, route, state, connectTimeout, leaseTimeout, unit, callback, call);
  }

  /** The route under which connections to the endpoint are pooled. */
  public HttpRoute key() {
    HttpRoute key = EndpointRoutes.key(logical, call);
    int limit = manager.getMaxPerRoute(logical);
    if (limit != manager.getMaxPerRoute(key)) {
      manager.setMaxPerRoute(key, limit);
    }
    HttpHost host = key.getTargetHost();
    ConnectionConfig config = manager.getConnectionConfig(logical.getTargetHost());
    if (config != null && config != manager.getConnectionConfig(host)) {
      manager.setConnectionConfig(host, config);
    }
    return key;
  }

  /** Hands on the manager's own future, and gives the one that the client gets. */
  public Future<NHttpClientConnection> awaiting(Future<NHttpClientConnection> future) {
    // Its callback may have been called by now and have put a later one here.
    if (current == null) {
      current = future;
    }
    return this;
  }

  static boolean isOurs(NHttpClientConnection connection) {
    return connection.getContext().getAttribute(OURS) != null;
  }

  @Override
  public void completed(NHttpClientConnection connection) {
    connection.getContext().setAttribute(OURS, true);
    if (!result.completed(connection)) {
      manager.releaseConnection(connection, null, 0, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void failed(Exception failure) {
    try {
      if (!result.isDone() && Door.failover(call, failure)) {
        Future<NHttpClientConnection> next =
            manager.requestConnection(key(), state, connectTimeout, leaseTimeout, unit, this);
        current = next;
        if (result.isCancelled()) {
          next.cancel(true);
        }
        return;
      }
    } catch (RuntimeException e) {
      // The manager has been shut down meanwhile: what was to be told all along is told.
      Door.fault(e);
    }
    result.failed(failure);
  }

  @Override
  public void cancelled() {
    result.cancel();
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    Future<NHttpClientConnection> future = current;
    try {
      if (future != null) {
        future.cancel(mayInterruptIfRunning);
      }
    } finally {
      result.cancel(mayInterruptIfRunning);
    }
    return result.isCancelled();
  }

  @Override
  public boolean isCancelled() {
    return result.isCancelled();
  }

  @Override
  public boolean isDone() {
    return result.isDone();
  }

  @Override
  public NHttpClientConnection get() throws InterruptedException, ExecutionException {
    return result.get();
  }

  @Override
  public NHttpClientConnection get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return result.get(timeout, unit);
  }
}

package dev.remora.instrumentation.apachehttpclient4;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.HttpHost;
import org.apache.http.concurrent.BasicFuture;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.execchain.RequestAbortedException;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.nio.NHttpClientConnection;

/**
 * A connection that an asynchronous request waits for: to one endpoint, and when that cannot be
 * connected to the next, asked for from the callback, so that no thread waits. Nothing has been
 * sent before there is a connection.
 */
public class AsyncLease
    implements FutureCallback<NHttpClientConnection>, Future<NHttpClientConnection>, Runnable {
  private final PoolingNHttpClientConnectionManager manager;
  private final HttpRoute logical;
  private final Object state;
  private final long connectTimeout;
  private final long leaseTimeout;
  private final TimeUnit unit;
  private final AsyncCall call;
  private final BasicFuture<NHttpClientConnection> result;
  private volatile Future<NHttpClientConnection> current;
  private volatile Exception failure;

  AsyncLease(
      PoolingNHttpClientConnectionManager manager,
      HttpRoute logical,
      Object state,
      long connectTimeout,
      long leaseTimeout,
      TimeUnit unit,
      FutureCallback<NHttpClientConnection> callback,
      AsyncCall call) {
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
    AsyncCall call = AsyncCall.place(route);
    if (call == null) {
      return null;
    }
    return call.call().rejection() == null
        ? new AsyncLease(manager, route, state, connectTimeout, leaseTimeout, unit, callback, call)
        : new RejectedLease(
            manager, route, state, connectTimeout, leaseTimeout, unit, callback, call);
  }

  /** The route under which connections to the endpoint are pooled. */
  public HttpRoute key() {
    HttpRoute key = EndpointRoutes.key(logical, call.call());
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

  /** How long connecting may take, in the unit that the client asked with. */
  public long connectTimeout() {
    TimeUnit asked = unit == null ? TimeUnit.MILLISECONDS : unit;
    long own = Math.max(0, asked.toMillis(connectTimeout));
    long millis = Door.connectTimeoutMillis(call.call(), own);
    return millis == own || millis <= 0
        ? connectTimeout
        : Math.max(1, asked.convert(millis, TimeUnit.MILLISECONDS));
  }

  /**
   * Hands on the manager's own future, and gives the one that the client gets.
   *
   * @param thrown what the manager has thrown instead, or null
   */
  public Future<NHttpClientConnection> awaiting(
      Future<NHttpClientConnection> future, Throwable thrown) {
    if (thrown != null) {
      call.cancelled();
    }
    // Its callback may have been called by now and have put a later one here.
    if (current == null) {
      current = future;
    }
    return this;
  }

  /** Ends the request before it has begun. */
  final void reject() {
    result.failed(new RequestAbortedException(call.rejection()));
  }

  @Override
  public void completed(NHttpClientConnection connection) {
    AsyncAttempt.begin(call, connection);
    if (!result.completed(connection)) {
      manager.releaseConnection(connection, null, 0, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void failed(Exception e) {
    if (!(e instanceof IOException)) {
      // There was no connection to spare, which says nothing of the endpoint.
      call.cancelled();
    } else if (!result.isDone()) {
      failure = e;
      Exception told = told(e);
      if (call.failover(told)) {
        run();
        return;
      }
      long delay = call.retry(told);
      if (delay >= 0) {
        FailoverThreads.run(this, delay);
        return;
      }
      call.failed(told);
    }
    result.failed(e);
  }

  /**
   * A connect time-out is a bare one of sockets to HttpCore; from 4.4 on a refusal, up to 4.4.9
   * without a message.
   */
  private static Exception told(Exception e) {
    String message = e.getMessage();
    boolean late =
        e instanceof SocketTimeoutException
            || (e instanceof ConnectException
                && (message == null || message.startsWith("Timeout connecting to ")));
    return late ? new ConnectTimeoutException(message) : e;
  }

  /** Asks for a connection to where the call is now. */
  @Override
  public void run() {
    if (result.isDone()) {
      call.cancelled();
      return;
    }
    try {
      Future<NHttpClientConnection> next =
          manager.requestConnection(key(), state, connectTimeout(), leaseTimeout, unit, this);
      current = next;
      if (result.isCancelled()) {
        next.cancel(true);
      }
    } catch (RuntimeException e) {
      // The manager has been shut down meanwhile: what was to be told all along is told.
      Door.fault(e);
      call.cancelled();
      result.failed(failure);
    }
  }

  @Override
  public void cancelled() {
    call.giveUp();
    result.cancel();
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    call.giveUp();
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

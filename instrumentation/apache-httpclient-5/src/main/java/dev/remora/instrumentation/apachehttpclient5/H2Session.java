package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.reactor.AbstractIOSessionPool;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * A request's way to an HTTP/2 connection: one to an endpoint, and to the next endpoint when that
 * one cannot be connected. HTTP/2 connections are shared by requests, not leased.
 */
public class H2Session implements FutureCallback<IOSession>, Runnable {
  private static final ClassLoader OWN = H2Session.class.getClassLoader();

  private final AbstractIOSessionPool<Object> pool;
  private final AsyncRequest request;
  private final Object logical;
  private final Timeout own;
  private final FutureCallback<IOSession> callback;
  private final ComplexFuture<IOSession> future;

  private volatile Exception failure;
  private volatile boolean movedOn;

  H2Session(
      AbstractIOSessionPool<Object> pool,
      AsyncRequest request,
      Object logical,
      Timeout own,
      FutureCallback<IOSession> callback) {
    this.pool = pool;
    this.request = request;
    this.logical = logical;
    this.own = own;
    this.callback = callback;
    this.future = new ComplexFuture<>(new Told());
  }

  /**
   * Places a request.
   *
   * @param pool an {@code AbstractIOSessionPool} of the client's
   * @param key a host (client 5.0 to 5.3) or a route (from 5.4)
   * @param callback the client's
   * @return null: not ours
   */
  @SuppressWarnings("unchecked")
  public static H2Session place(
      Object pool, Object key, Timeout timeout, FutureCallback<IOSession> callback) {
    // With the pool's class in another loader than the client's, LogicalHosts exists twice.
    if (callback.getClass().getClassLoader() != OWN) {
      return null;
    }
    AsyncRequest request = place(key);
    if (request == null) {
      return null;
    }
    AbstractIOSessionPool<Object> sessions = (AbstractIOSessionPool<Object>) pool;
    return request.call().rejection() == null
        ? new H2Session(sessions, request, key, timeout, callback)
        : new H2Rejection(sessions, request, key, timeout, callback);
  }

  private static AsyncRequest place(Object key) {
    return key instanceof HttpHost
        ? AsyncRequest.place((HttpHost) key)
        : AsyncRequest.place((HttpRoute) key);
  }

  /** A way for a request that follows on this one's connection. */
  H2Session following(AsyncRequest next, FutureCallback<IOSession> found) {
    return new H2Session(pool, next, logical, own, found);
  }

  /** Places the request that this thread sends next on this one's connection. */
  AsyncRequest next() {
    AsyncRequest pending = AsyncRequest.pending();
    return pending != null && place(logical) == pending ? pending : null;
  }

  AsyncRequest request() {
    return request;
  }

  /** What the pool keeps the endpoint's connection under. */
  public Object key() {
    return key(request);
  }

  /** The same for another request to the same service. */
  Object key(AsyncRequest other) {
    return logical instanceof HttpHost
        ? Routes.toEndpoint((HttpHost) logical, other.call())
        : Routes.toEndpoint((HttpRoute) logical, other.call());
  }

  /** How long connecting may take. */
  public Timeout timeout() {
    return ConnectTimeouts.shorten(own, request);
  }

  /**
   * What the client gets to cancel the request with.
   *
   * @param first the pool's future for the first endpoint
   */
  public Future<IOSession> future(Future<IOSession> first) {
    if (first != null && !first.isDone() && !movedOn) {
      future.setDependency(first);
    }
    return future;
  }

  /** Ends the request before it has begun. */
  final Future<IOSession> reject() {
    String rejection = request.rejection();
    future.failed(new RequestFailedException(rejection));
    return future;
  }

  @Override
  public void completed(IOSession session) {
    if (request.isOpen() && session instanceof ProtocolIOSession) {
      future.completed(new RoutedSession(this, (ProtocolIOSession) session));
    } else {
      request.cancelled();
      future.completed(session);
    }
  }

  /** Called with the lock of the endpoint's pool entry held: moving on here could dead-lock. */
  @Override
  public void failed(Exception e) {
    Exception told = named(e);
    if (!future.isDone()) {
      if (request.failover(told)) {
        goOn(told, 0);
        return;
      }
      long delay = request.retry(told);
      if (delay >= 0) {
        goOn(told, delay);
        return;
      }
    }
    request.failed(told);
    future.failed(told);
  }

  private void goOn(Exception e, long delay) {
    failure = e;
    movedOn = true;
    FailoverThreads.run(this, delay);
  }

  private Exception named(Exception e) {
    // With routes for keys the client names failures itself.
    return logical instanceof HttpHost
        ? NamedFailures.of(e, (HttpHost) logical, (HttpHost) key())
        : e;
  }

  @Override
  public void cancelled() {
    future.cancel();
  }

  /** Goes on to where the call is now. */
  @Override
  public void run() {
    if (future.isDone()) {
      request.cancelled();
      return;
    }
    movedOn = true;
    try {
      Future<IOSession> next = pool.getSession(key(), timeout(), this);
      if (!next.isDone()) {
        future.setDependency(next);
      }
    } catch (RuntimeException e) {
      // The pool has been closed: what the application sees is why its connection failed.
      request.cancelled();
      future.failed(failure == null ? e : failure);
    }
  }

  /** Hands on to the client what has become of its request for a connection. */
  private final class Told implements FutureCallback<IOSession> {
    @Override
    public void completed(IOSession session) {
      callback.completed(session);
    }

    @Override
    public void failed(Exception e) {
      callback.failed(e);
    }

    @Override
    public void cancelled() {
      request.giveUp();
      callback.cancelled();
    }
  }
}

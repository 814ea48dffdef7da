package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Door;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.reactor.AbstractIOSessionPool;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * A request's way to an HTTP/2 connection: one to an endpoint, and to the next endpoint when that
 * one cannot be connected. HTTP/2 connections are shared by requests, not leased.
 */
public final class H2Session implements FutureCallback<IOSession>, Runnable {
  private static final ClassLoader OWN = H2Session.class.getClassLoader();

  private final AbstractIOSessionPool<Object> pool;
  private final Call call;
  private final Object logical;
  private final Timeout timeout;
  private final ComplexFuture<IOSession> future;

  private volatile Exception failure;
  private volatile boolean movedOn;

  private H2Session(
      AbstractIOSessionPool<Object> pool,
      Call call,
      Object logical,
      Timeout timeout,
      FutureCallback<IOSession> callback) {
    this.pool = pool;
    this.call = call;
    this.logical = logical;
    this.timeout = timeout;
    this.future = new ComplexFuture<>(callback);
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
    Call call =
        key instanceof HttpHost ? Routes.place((HttpHost) key) : Routes.place((HttpRoute) key);
    return call == null
        ? null
        : new H2Session((AbstractIOSessionPool<Object>) pool, call, key, timeout, callback);
  }

  /** What the pool keeps the endpoint's connection under. */
  public Object key() {
    return logical instanceof HttpHost
        ? Routes.toEndpoint((HttpHost) logical, call)
        : Routes.toEndpoint((HttpRoute) logical, call);
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

  @Override
  public void completed(IOSession session) {
    future.completed(session);
  }

  /** Called with the lock of the endpoint's pool entry held: moving on here could dead-lock. */
  @Override
  public void failed(Exception e) {
    if (!future.isDone() && Door.failover(call, e)) {
      failure = e;
      movedOn = true;
      FailoverThreads.run(this);
    } else {
      future.failed(named(e));
    }
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

  /** Goes on to the next endpoint. */
  @Override
  public void run() {
    if (future.isDone()) {
      return;
    }
    try {
      Future<IOSession> next = pool.getSession(key(), timeout, this);
      if (!next.isDone()) {
        future.setDependency(next);
      }
    } catch (RuntimeException e) {
      // The pool has been closed: what the application sees is why its connection failed.
      future.failed(named(failure));
    }
  }
}

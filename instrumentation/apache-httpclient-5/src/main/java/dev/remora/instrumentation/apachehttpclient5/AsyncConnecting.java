package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.Timeout;

/**
 * Connects what a {@link Lease} holds; when that fails, leases a connection to the next endpoint
 * and connects that. Nothing here waits: each step is taken by the thread that ends the one before.
 */
final class AsyncConnecting implements FutureCallback<AsyncConnectionEndpoint>, Cancellable {
  private final AsyncClientConnectionManager manager;
  private final RoutedAsyncEndpoint endpoint;
  private final AsyncRequest request;
  private final ConnectionInitiator initiator;
  private final Timeout timeout;
  private final Object attachment;
  private final HttpContext context;
  private final ComplexFuture<AsyncConnectionEndpoint> future;

  /** Steps begun; the future depends on the last one only. */
  private volatile int steps;

  AsyncConnecting(
      AsyncClientConnectionManager manager,
      RoutedAsyncEndpoint endpoint,
      ConnectionInitiator initiator,
      Timeout timeout,
      Object attachment,
      HttpContext context,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    this.manager = manager;
    this.endpoint = endpoint;
    this.request = endpoint.request();
    this.initiator = initiator;
    this.timeout = timeout;
    this.attachment = attachment;
    this.context = context;
    this.future = new ComplexFuture<>(callback);
  }

  /** Connects what is held. */
  Future<AsyncConnectionEndpoint> begin() {
    try {
      connect();
    } catch (RuntimeException e) {
      request.failed(e);
      throw e;
    }
    return future;
  }

  /** Connects, nothing being held, what is leased at the endpoint where the call is now. */
  Future<AsyncConnectionEndpoint> beginElsewhere() {
    new Exchange(null).lease();
    return future;
  }

  /** Connects nothing. */
  Future<AsyncConnectionEndpoint> rejected(Exception why) {
    future.failed(why);
    return future;
  }

  private void connect() {
    int step = step();
    PoolLimits.carryOver(manager, endpoint.lease);
    endpoint.lease.waitsFor(this);
    request.connecting();
    try {
      dependOn(
          manager.connect(endpoint.lease.current(), initiator, timeout, attachment, context, this),
          step);
    } finally {
      AsyncRequest.connected();
    }
  }

  /** The client has given back what is being connected. */
  @Override
  public boolean cancel() {
    return future.cancel(true);
  }

  @Override
  public void completed(AsyncConnectionEndpoint connected) {
    endpoint.lease.waitsNoMore();
    future.completed(endpoint);
  }

  @Override
  public void failed(Exception e) {
    Exception failure = named(e);
    if (!future.isDone()) {
      if (request.failover(failure)) {
        new Exchange(failure).begin();
        return;
      }
      long delay = request.retry(failure);
      if (delay >= 0) {
        FailoverThreads.run(new Exchange(failure), delay);
        return;
      }
    }
    request.failed(failure);
    endpoint.lease.waitsNoMore();
    future.failed(failure);
  }

  private Exception named(Exception e) {
    Lease<AsyncConnectionEndpoint> lease = endpoint.lease;
    return NamedFailures.of(e, lease.logicalRoute().getTargetHost(), lease.route().getTargetHost());
  }

  @Override
  public void cancelled() {
    request.cancelled();
    future.cancel();
  }

  /** Only ever called by the one thread that takes the next step. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private int step() {
    return ++steps;
  }

  private void dependOn(Future<?> step, int number) {
    if (step != null && !step.isDone() && number == steps) {
      future.setDependency(step);
    }
  }

  /** Gives back the connection that could not be made, and leases one to the next endpoint. */
  private final class Exchange
      implements FutureCallback<AsyncConnectionEndpoint>, Cancellable, Runnable {
    /** Null: none could not be made. */
    private final Exception failure;

    private volatile Future<?> leasing;

    Exchange(Exception failure) {
      this.failure = failure;
    }

    @Override
    public void run() {
      begin();
    }

    void begin() {
      AsyncConnectionEndpoint failed = future.isDone() ? null : endpoint.lease.exchange();
      if (failed == null) {
        failed(failure);
        return;
      }
      try {
        AsyncLeasing.discard(manager, failed);
      } catch (RuntimeException e) {
        failed(e);
        return;
      }
      lease();
    }

    void lease() {
      Lease<AsyncConnectionEndpoint> lease = endpoint.lease;
      try {
        int step = step();
        Future<?> pending =
            manager.lease(lease.id, lease.route(), lease.state, lease.timeout, this);
        leasing = pending;
        if (pending != null && !pending.isDone()) {
          lease.waitsFor(this);
        }
        dependOn(pending, step);
      } catch (RuntimeException e) {
        failed(e);
      }
    }

    @Override
    public void completed(AsyncConnectionEndpoint next) {
      if (!endpoint.lease.take(next, next.isConnected())) {
        if (endpoint.lease.exchange() != null) {
          AsyncLeasing.discard(manager, next);
        }
        failed(failure);
        return;
      }
      try {
        if (next.isConnected()) {
          future.completed(endpoint);
        } else {
          connect();
        }
      } catch (RuntimeException e) {
        failed(e);
      }
    }

    /** The application sees why its connection failed, not why there is no other. */
    @Override
    public void failed(Exception e) {
      request.cancelled();
      if (failure == null && e == null) {
        future.cancel();
      } else {
        future.failed(failure == null ? e : failure);
      }
    }

    @Override
    public void cancelled() {
      failed(failure);
    }

    @Override
    public boolean cancel() {
      Future<?> pending = leasing;
      return pending != null && pending.cancel(true);
    }
  }
}

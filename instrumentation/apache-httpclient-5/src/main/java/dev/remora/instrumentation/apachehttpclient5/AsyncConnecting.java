package dev.remora.instrumentation.apachehttpclient5;

import dev.remora.bootstrap.Door;
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
final class AsyncConnecting implements FutureCallback<AsyncConnectionEndpoint> {
  private final AsyncClientConnectionManager manager;
  private final RoutedAsyncEndpoint endpoint;
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
    this.initiator = initiator;
    this.timeout = timeout;
    this.attachment = attachment;
    this.context = context;
    this.future = new ComplexFuture<>(callback);
  }

  Future<AsyncConnectionEndpoint> begin() {
    connect();
    return future;
  }

  private void connect() {
    int step = step();
    PoolLimits.carryOver(manager, endpoint.lease);
    dependOn(
        manager.connect(endpoint.lease.current(), initiator, timeout, attachment, context, this),
        step);
  }

  @Override
  public void completed(AsyncConnectionEndpoint connected) {
    future.completed(endpoint);
  }

  @Override
  public void failed(Exception e) {
    Lease<AsyncConnectionEndpoint> lease = endpoint.lease;
    if (!future.isDone() && Door.failover(lease.call, e)) {
      AsyncConnectionEndpoint failed = lease.exchange();
      if (failed != null) {
        new Exchange(e).begin(failed);
        return;
      }
    }
    future.failed(named(e));
  }

  private Exception named(Exception e) {
    Lease<AsyncConnectionEndpoint> lease = endpoint.lease;
    return NamedFailures.of(e, lease.logicalRoute().getTargetHost(), lease.route().getTargetHost());
  }

  @Override
  public void cancelled() {
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
  private final class Exchange implements FutureCallback<AsyncConnectionEndpoint>, Cancellable {
    private final Exception failure;
    private volatile Future<?> leasing;

    Exchange(Exception failure) {
      this.failure = failure;
    }

    void begin(AsyncConnectionEndpoint failed) {
      Lease<AsyncConnectionEndpoint> lease = endpoint.lease;
      try {
        AsyncLeasing.discard(manager, failed);
        int step = step();
        Future<?> future = manager.lease(lease.id, lease.route(), lease.state, lease.timeout, this);
        leasing = future;
        if (future != null && !future.isDone()) {
          lease.waitsFor(this);
        }
        dependOn(future, step);
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
      future.failed(named(failure));
    }

    @Override
    public void cancelled() {
      future.failed(named(failure));
    }

    @Override
    public boolean cancel() {
      Future<?> pending = leasing;
      return pending != null && pending.cancel(true);
    }
  }
}

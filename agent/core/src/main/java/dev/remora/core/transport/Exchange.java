package dev.remora.core.transport;

import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpHost;

/** A request on its way to one outcome: an answer, a failure, or given up. */
final class Exchange implements PendingRequest {
  private final Peer peer;
  private final Transport transport;
  private final Request request;
  private final Callback callback;

  // Guarded by this.
  private boolean done;
  private boolean retried;
  private Attempt attempt;
  private Future<?> deadline;

  Exchange(Peer peer, Transport transport, Request request, Callback callback) {
    this.peer = peer;
    this.transport = transport;
    this.request = request;
    this.callback = callback;
  }

  void start() {
    transport.began(this);
    try {
      Future<?> scheduled =
          transport
              .timer()
              .schedule(this::expire, request.timeout().toMillis(), TimeUnit.MILLISECONDS);
      synchronized (this) {
        deadline = scheduled;
      }
    } catch (RejectedExecutionException e) {
      fail(new ConnectionClosedException("the timer is shut down"));
      return;
    }
    peer.dispatch(this);
  }

  Request request() {
    return request;
  }

  HttpHost origin() {
    return peer.origin();
  }

  /** Whether a connection that lay idle won't do. */
  synchronized boolean wantsFreshConnection() {
    return retried;
  }

  /** Puts it on a connection. */
  void execute(Connection connection, boolean used) {
    Attempt next = new Attempt(this, connection, used);
    boolean late;
    synchronized (this) {
      late = done;
      if (!late) {
        attempt = next;
      }
    }
    if (late) {
      peer.release(connection);
    } else {
      connection.execute(next);
    }
  }

  void answered(Attempt by, Response response) {
    if (!end(by)) {
      return;
    }
    peer.release(by.connection());
    try {
      callback.answered(response);
    } catch (Throwable e) {
      // It must not reach the reactor: an error would end its thread and all other requests.
      transport.report(e);
    }
  }

  /** The attempt came to nothing; late news of an attempt that is over is ignored. */
  void failed(Attempt by, Exception cause) {
    boolean retry;
    synchronized (this) {
      if (done || attempt != by) {
        return;
      }
      retry = !retried && by.foundConnectionClosed();
      if (retry) {
        retried = true;
        attempt = null;
      }
    }
    if (retry) {
      by.connection().retire();
      peer.release(by.connection());
      peer.dispatch(this);
    } else {
      fail(cause);
    }
  }

  /** Ends it without an answer, wherever it is. */
  void fail(Exception cause) {
    if (drop()) {
      try {
        callback.failed(cause);
      } catch (Throwable e) {
        transport.report(e);
      }
    }
  }

  @Override
  public void abandon() {
    drop();
  }

  private void expire() {
    fail(new SocketTimeoutException("no answer within " + request.timeout().toMillis() + " ms"));
  }

  private boolean drop() {
    Attempt last;
    Future<?> timeout;
    synchronized (this) {
      if (done) {
        return false;
      }
      done = true;
      last = attempt;
      timeout = deadline;
    }
    over(timeout);
    if (last == null) {
      peer.forget(this);
    } else {
      last.abort();
      peer.release(last.connection());
    }
    return true;
  }

  private boolean end(Attempt by) {
    Future<?> timeout;
    synchronized (this) {
      if (done || attempt != by) {
        return false;
      }
      done = true;
      timeout = deadline;
    }
    over(timeout);
    return true;
  }

  private void over(Future<?> timeout) {
    if (timeout != null) {
      timeout.cancel(false);
    }
    transport.ended(this);
  }
}

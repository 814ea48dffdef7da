package dev.remora.instrumentation.apachehttpclient4;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.nio.NHttpClientConnection;

/** Leases a connection to an endpoint, unless the request is rejected. */
final class AsyncLeaseAdvice {
  private AsyncLeaseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = RejectedLease.class)
  static AsyncLease enter(
      @Advice.This PoolingNHttpClientConnectionManager manager,
      @Advice.Argument(value = 0, readOnly = false) HttpRoute route,
      @Advice.Argument(1) Object state,
      @Advice.Argument(value = 2, readOnly = false) long connectTimeout,
      @Advice.Argument(3) long leaseTimeout,
      @Advice.Argument(4) TimeUnit unit,
      @Advice.Argument(value = 5, readOnly = false)
          FutureCallback<NHttpClientConnection> callback) {
    AsyncLease lease =
        AsyncLease.place(manager, route, state, connectTimeout, leaseTimeout, unit, callback);
    if (lease == null) {
      return null;
    }
    route = lease.key();
    connectTimeout = lease.connectTimeout();
    callback = lease;
    return lease;
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter AsyncLease lease,
      @Advice.Thrown Throwable thrown,
      @Advice.Return(readOnly = false) Future<NHttpClientConnection> future) {
    if (lease != null) {
      future = lease.awaiting(future, thrown);
    }
  }
}

package dev.remora.instrumentation.apachehttpclient4;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.nio.NHttpClientConnection;

/** A request that must not be sent, for which no connection is asked for. */
public final class RejectedLease extends AsyncLease {
  RejectedLease(
      PoolingNHttpClientConnectionManager manager,
      HttpRoute logical,
      Object state,
      long connectTimeout,
      long leaseTimeout,
      TimeUnit unit,
      FutureCallback<NHttpClientConnection> callback,
      AsyncCall call) {
    super(manager, logical, state, connectTimeout, leaseTimeout, unit, callback, call);
  }

  @Override
  public Future<NHttpClientConnection> awaiting(
      Future<NHttpClientConnection> none, Throwable thrown) {
    reject();
    return this;
  }
}

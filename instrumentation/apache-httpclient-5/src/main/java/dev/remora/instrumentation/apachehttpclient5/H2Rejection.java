package dev.remora.instrumentation.apachehttpclient5;

import java.util.concurrent.Future;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.reactor.AbstractIOSessionPool;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/** A request that must not be sent, for which there is no way to a connection. */
public final class H2Rejection extends H2Session {
  H2Rejection(
      AbstractIOSessionPool<Object> pool,
      AsyncRequest request,
      Object logical,
      Timeout own,
      FutureCallback<IOSession> callback) {
    super(pool, request, logical, own, callback);
  }

  @Override
  public Future<IOSession> future(Future<IOSession> none) {
    return reject();
  }
}

package dev.remora.instrumentation.apachehttpclient4;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.nio.NHttpClientConnection;
import org.apache.http.nio.conn.NHttpClientConnectionManager;
import org.apache.http.nio.protocol.HttpAsyncRequestExecutor;

/** A redirect from a service to the same service is balanced as every request is. */
public final class AsyncHop {
  private AsyncHop() {}

  /**
   * Does what the client does for a redirect that leads to another route: gives the connection
   * back, whereupon the client asks for one anew.
   */
  public static void release(
      AtomicReference<NHttpClientConnection> held,
      AtomicReference<Long> keepAlive,
      NHttpClientConnectionManager manager,
      HttpClientContext context) {
    NHttpClientConnection connection = held.get();
    if (connection == null || keepAlive.get() == null || !AsyncAttempt.isOn(connection)) {
      return;
    }
    if (held.compareAndSet(connection, null)) {
      connection.getContext().removeAttribute(HttpAsyncRequestExecutor.HTTP_HANDLER);
      manager.releaseConnection(
          connection, context.getUserToken(), keepAlive.get(), TimeUnit.MILLISECONDS);
    }
  }
}

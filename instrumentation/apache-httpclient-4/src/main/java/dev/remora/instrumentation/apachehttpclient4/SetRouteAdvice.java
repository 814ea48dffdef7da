package dev.remora.instrumentation.apachehttpclient4;

import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.asm.Advice;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.nio.NHttpClientConnection;
import org.apache.http.nio.conn.NHttpClientConnectionManager;

/** An asynchronous request takes a route: its first, or that of a redirect. */
final class SetRouteAdvice {
  private SetRouteAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.FieldValue("managedConnRef") AtomicReference<NHttpClientConnection> held,
      @Advice.FieldValue("validDurationRef") AtomicReference<Long> keepAlive,
      @Advice.FieldValue("connmgr") NHttpClientConnectionManager manager,
      @Advice.FieldValue("localContext") HttpClientContext context) {
    AsyncHop.release(held, keepAlive, manager, context);
  }
}

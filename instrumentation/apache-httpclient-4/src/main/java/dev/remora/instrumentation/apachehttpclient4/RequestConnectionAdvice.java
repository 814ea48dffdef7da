package dev.remora.instrumentation.apachehttpclient4;

import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.asm.Advice;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.nio.NHttpClientConnection;
import org.apache.http.nio.conn.NHttpClientConnectionManager;

/** Shows the connection manager the request that a connection is asked for. */
final class RequestConnectionAdvice {
  private RequestConnectionAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static AsyncCall enter(
      @Advice.This Object handler,
      @Advice.FieldValue("managedConnRef") AtomicReference<NHttpClientConnection> held,
      @Advice.FieldValue("connmgr") NHttpClientConnectionManager manager,
      @Advice.FieldValue("localContext") HttpClientContext context) {
    return AsyncCall.enter(handler, held, manager, context);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter AsyncCall entered) {
    AsyncCall.exit(entered);
  }
}

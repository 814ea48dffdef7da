package dev.remora.instrumentation.apachehttpclient4;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpResponse;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;

/** Sends the request to the next endpoint when it may be sent again. */
final class DirectorExecuteAdvice {
  private DirectorExecuteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.FieldValue(value = "requestExec", readOnly = false) HttpRequestExecutor executor) {
    if (!(executor instanceof TimedExecutor)) {
      executor = new TimedExecutor(executor);
    }
  }

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Thrown Throwable thrown,
      @Advice.Return HttpResponse response,
      @Advice.Argument(1) HttpContext context,
      @Advice.FieldValue("connManager") ClientConnectionManager manager,
      @Advice.FieldValue("params") HttpParams params,
      @Advice.FieldValue(value = "managedConn", readOnly = false)
          ManagedClientConnection connection)
      throws IOException, InterruptedException {
    ManagedClientConnection next =
        thrown == null
            ? DirectorAttempt.after(response, connection, manager, context, params)
            : DirectorAttempt.after(thrown, connection, manager, context, params);
    if (next == null) {
      return false;
    }
    connection = next;
    return true;
  }
}

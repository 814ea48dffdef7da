package dev.remora.instrumentation.apachehttpclient4;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpResponse;
import org.apache.http.client.HttpRequestRetryHandler;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.impl.client.DefaultRequestDirector;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;

/** Sends the request to the next endpoint when it may be sent again, by us or by the client. */
final class DirectorExecuteAdvice {
  private DirectorExecuteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.This DefaultRequestDirector director,
      @Advice.FieldValue("connManager") ClientConnectionManager manager,
      @Advice.FieldValue("params") HttpParams params,
      @Advice.FieldValue(value = "requestExec", readOnly = false) HttpRequestExecutor executor,
      @Advice.FieldValue(value = "retryHandler", readOnly = false)
          HttpRequestRetryHandler retryHandler) {
    if (!(executor instanceof AttemptExecutor)) {
      executor = new AttemptExecutor(executor);
    }
    retryHandler = DirectorRetries.before(retryHandler, director, manager, params);
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
          ManagedClientConnection connection,
      @Advice.FieldValue(value = "retryHandler", readOnly = false)
          HttpRequestRetryHandler retryHandler)
      throws IOException, InterruptedException {
    ManagedClientConnection next =
        thrown == null
            ? DirectorAttempt.after(response, connection, manager, context, params)
            : DirectorAttempt.after(thrown, connection, manager, context, params);
    if (next == null) {
      retryHandler = DirectorRetries.behind(retryHandler);
      return false;
    }
    connection = next;
    return true;
  }
}

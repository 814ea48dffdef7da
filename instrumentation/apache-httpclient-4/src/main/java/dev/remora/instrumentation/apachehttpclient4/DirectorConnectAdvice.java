package dev.remora.instrumentation.apachehttpclient4;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;

/** Goes on at the next endpoint when one cannot be connected. */
final class DirectorConnectAdvice {
  private DirectorConnectAdvice() {}

  /** What is not null is thrown at once. */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static Throwable enter(
      @Advice.Argument(1) HttpContext context,
      @Advice.FieldValue("connManager") ClientConnectionManager manager,
      @Advice.FieldValue("params") HttpParams params,
      @Advice.FieldValue(value = "managedConn", readOnly = false)
          ManagedClientConnection connection) {
    try {
      ManagedClientConnection next =
          DirectorAttempt.forFollowUp(connection, manager, context, params);
      if (next != null) {
        connection = next;
      }
      return null;
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Enter Throwable rejection,
      @Advice.Thrown(readOnly = false) Throwable thrown,
      @Advice.Argument(1) HttpContext context,
      @Advice.FieldValue("connManager") ClientConnectionManager manager,
      @Advice.FieldValue("params") HttpParams params,
      @Advice.FieldValue(value = "managedConn", readOnly = false)
          ManagedClientConnection connection)
      throws IOException, InterruptedException {
    if (rejection != null) {
      thrown = rejection;
      return false;
    }
    ManagedClientConnection next =
        thrown == null ? null : DirectorAttempt.after(thrown, connection, manager, context, params);
    if (next == null) {
      return false;
    }
    connection = next;
    return true;
  }
}

package dev.remora.instrumentation.apachehttpclient4;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.ManagedClientConnection;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;

/** Goes on at the next endpoint when one cannot be connected. */
final class DirectorFailoverAdvice {
  private DirectorFailoverAdvice() {}

  /** Must be there for {@code repeatOn}; there is nothing to do before the first attempt. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter() {}

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.Thrown Throwable thrown,
      @Advice.Argument(1) HttpContext context,
      @Advice.FieldValue("connManager") ClientConnectionManager manager,
      @Advice.FieldValue("params") HttpParams params,
      @Advice.FieldValue(value = "managedConn", readOnly = false)
          ManagedClientConnection connection)
      throws IOException, InterruptedException {
    ManagedClientConnection next =
        thrown == null ? null : DirectorAttempt.next(thrown, connection, manager, context, params);
    if (next == null) {
      return false;
    }
    connection = next;
    return true;
  }
}

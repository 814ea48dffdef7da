package dev.remora.instrumentation.urlconnection;

import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Connects elsewhere when the endpoint breaks off the TLS handshake. */
final class TlsConnectAdvice {
  private TlsConnectAdvice() {}

  /** Must be there for {@code repeatOn}; there is nothing to do before the first attempt. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter() {}

  @Advice.OnMethodExit(
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      repeatOn = Advice.OnNonDefaultValue.class)
  static boolean exit(
      @Advice.This HttpURLConnection connection,
      @Advice.Thrown Throwable thrown,
      @Advice.FieldValue(value = "http", typing = Assigner.Typing.DYNAMIC) Object http,
      @Advice.FieldValue(value = "connected", readOnly = false) boolean connected)
      throws ReflectiveOperationException {
    RoutedConnection routed = thrown == null ? null : RoutedConnection.of(connection);
    if (routed == null || !routed.retry(thrown)) {
      return false;
    }
    http.getClass().getMethod("closeServer").invoke(http);
    connected = false;
    return true;
  }
}

package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandles;
import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;

/** Takes note of a response that will not come any more, for reasons of the connection's own. */
final class ReadAdvice {
  private ReadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter() throws ReflectiveOperationException {
    if (Reconnecting.isUnknown()) {
      Reconnecting.know(Access.needsLookup() ? MethodHandles.lookup() : null);
    }
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.This HttpURLConnection connection, @Advice.Thrown Throwable thrown) {
    RoutedConnection routed = thrown == null ? null : RoutedConnection.of(connection);
    if (routed != null) {
      routed.failed(thrown);
    }
  }
}

package dev.remora.instrumentation.urlconnection;

import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;

/** Takes note of a response that will not come any more, for reasons of the connection's own. */
final class ReadAdvice {
  private ReadAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.This HttpURLConnection connection, @Advice.Thrown Throwable thrown) {
    RoutedConnection routed = thrown == null ? null : RoutedConnection.of(connection);
    if (routed != null) {
      routed.failed(thrown);
    }
  }
}

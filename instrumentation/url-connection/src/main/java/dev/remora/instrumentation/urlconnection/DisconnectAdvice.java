package dev.remora.instrumentation.urlconnection;

import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;

/** Takes note of a response that the application does not want. */
final class DisconnectAdvice {
  private DisconnectAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.This HttpURLConnection connection) {
    RoutedConnection routed = RoutedConnection.of(connection);
    if (routed != null) {
      routed.abandoned();
    }
  }
}

package dev.remora.instrumentation.urlconnection;

import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;

/** Lets the inner client know whose request it writes. */
final class WriteAdvice {
  private WriteAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static RoutedConnection enter(@Advice.This HttpURLConnection connection) {
    return RoutedConnection.writing(connection);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter RoutedConnection writing) {
    if (writing != null) {
      writing.exit();
    }
  }
}

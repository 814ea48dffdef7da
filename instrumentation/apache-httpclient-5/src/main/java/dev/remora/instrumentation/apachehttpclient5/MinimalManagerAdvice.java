package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;

/** Gives a minimal client a connection manager that knows endpoints. */
final class MinimalManagerAdvice {
  private MinimalManagerAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.FieldValue(value = "manager", readOnly = false)
          AsyncClientConnectionManager manager) {
    manager = RoutedAsyncConnectionManager.ofClient(manager);
  }
}

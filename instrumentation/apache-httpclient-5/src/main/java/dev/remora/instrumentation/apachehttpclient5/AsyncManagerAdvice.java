package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;

/** Gives a request's runtime a connection manager that knows endpoints. */
final class AsyncManagerAdvice {
  private AsyncManagerAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.AllArguments Object[] arguments,
      @Advice.FieldValue(value = "manager", readOnly = false)
          AsyncClientConnectionManager manager) {
    manager = RoutedAsyncConnectionManager.ofRequest(manager, arguments);
  }
}

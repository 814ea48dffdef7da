package dev.remora.instrumentation.apachehttpclient5;

import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;

/** Gives a request's runtime a connection manager that knows endpoints. */
final class ClassicManagerAdvice {
  private ClassicManagerAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.FieldValue(value = "manager", readOnly = false) HttpClientConnectionManager manager) {
    manager = RoutedConnectionManager.of(manager);
  }
}

package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.HttpRequest;

/** Accompanies a request of {@code DefaultHttpClient}. */
final class DirectorAdvice {
  private DirectorAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static DirectorAttempt enter(@Advice.Argument(1) HttpRequest request) {
    return DirectorAttempt.begin(request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter DirectorAttempt attempt) {
    DirectorAttempt.end(attempt);
  }
}

package dev.remora.instrumentation.apachehttpclient4;

import net.bytebuddy.asm.Advice;
import org.apache.http.nio.NHttpClientConnection;

/** The client has no use for a connection any more. */
final class ReleaseAdvice {
  private ReleaseAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(0) NHttpClientConnection connection) {
    AsyncAttempt.released(connection);
  }
}

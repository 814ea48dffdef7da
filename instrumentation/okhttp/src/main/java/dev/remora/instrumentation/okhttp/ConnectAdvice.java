package dev.remora.instrumentation.okhttp;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import okhttp3.Interceptor;

/** Rejects a request in place of looking for a connection. From OkHttp 3.4 on. */
final class ConnectAdvice {
  private ConnectAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static IOException enter(
      @Advice.This Object interceptor, @Advice.Argument(0) Interceptor.Chain chain)
      throws Throwable {
    return Loops.connecting(interceptor, chain);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter IOException rejected, @Advice.Thrown(readOnly = false) Throwable thrown) {
    if (rejected != null) {
      thrown = rejected;
    }
  }
}

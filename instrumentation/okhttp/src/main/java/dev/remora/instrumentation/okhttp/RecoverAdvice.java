package dev.remora.instrumentation.okhttp;

import java.io.IOException;
import net.bytebuddy.asm.Advice;

/** Sends a request again where OkHttp itself would give up. From OkHttp 3.4 on. */
final class RecoverAdvice {
  private RecoverAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.Argument(0) IOException failure, @Advice.Return(readOnly = false) boolean recovers) {
    recovers = RoutedRequest.failed(failure, recovers);
  }
}

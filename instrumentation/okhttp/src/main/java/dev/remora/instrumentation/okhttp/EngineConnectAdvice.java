package dev.remora.instrumentation.okhttp;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import okhttp3.OkHttpClient;

/** As {@link ConnectAdvice}. Before OkHttp 3.4. */
final class EngineConnectAdvice {
  private EngineConnectAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static IOException enter(@Advice.FieldValue("client") OkHttpClient client) {
    return Loops.connecting(client);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Enter IOException rejected, @Advice.Thrown(readOnly = false) Throwable thrown) {
    if (rejected != null) {
      thrown = rejected;
    }
  }
}

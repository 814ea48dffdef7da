package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Response;

/** Sees the head of a response before any interceptor does. Before OkHttp 3.4. */
final class EngineHeadAdvice {
  private EngineHeadAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.Return Response response) {
    Throwable unused = RoutedRequest.received(response, null);
  }
}

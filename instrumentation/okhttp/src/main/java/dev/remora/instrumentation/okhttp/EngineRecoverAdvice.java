package dev.remora.instrumentation.okhttp;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.http.HttpEngine;

/** As {@link RecoverAdvice}. Before OkHttp 3.4. */
final class EngineRecoverAdvice {
  private EngineRecoverAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.This HttpEngine engine,
      @Advice.Argument(0) IOException failure,
      @Advice.FieldValue("client") OkHttpClient client,
      @Advice.FieldValue("userRequest") Request request,
      @Advice.FieldValue("forWebSocket") boolean forWebSocket,
      @Advice.FieldValue("priorResponse") Response priorResponse,
      @Advice.Return(readOnly = false) HttpEngine next) {
    boolean recovers = RoutedRequest.failed(failure, next != null);
    if (!recovers) {
      next = null;
    } else if (next == null) {
      next =
          new HttpEngine(
              client, request, false, false, forWebSocket, engine.close(), null, priorResponse);
    }
  }
}

package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.internal.http.HttpEngine;

/** The request is sent and the response's head is read. Before OkHttp 3.4. */
final class EngineReadAdvice {
  private EngineReadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This HttpEngine engine) {
    RoutedRequest.sending(engine.getConnection());
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Thrown(readOnly = false) Throwable thrown) {
    thrown = RoutedRequest.received(null, thrown);
  }
}

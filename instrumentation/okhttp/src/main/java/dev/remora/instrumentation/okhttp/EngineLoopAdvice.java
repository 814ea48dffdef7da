package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Call;
import okhttp3.Request;

/** OkHttp's loop of retries and follow-ups. Before OkHttp 3.4. */
final class EngineLoopAdvice {
  private EngineLoopAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static RoutedRequest enter(@Advice.This Object call, @Advice.Argument(0) Request request) {
    return Loops.enter((Call) call, request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter RoutedRequest entered) {
    RoutedRequest.exit(entered);
  }
}

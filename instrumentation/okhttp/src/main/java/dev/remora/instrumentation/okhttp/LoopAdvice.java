package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Interceptor;

/** OkHttp's loop of retries and follow-ups. From OkHttp 3.4 on. */
final class LoopAdvice {
  private LoopAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static RoutedRequest enter(
      @Advice.This Object interceptor, @Advice.Argument(0) Interceptor.Chain chain)
      throws Throwable {
    return Loops.enter(interceptor, chain);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter RoutedRequest entered) {
    RoutedRequest.exit(entered);
  }
}

package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Sees the head of a response before any interceptor does. From OkHttp 3.4 on. */
final class CallServerAdvice {
  private CallServerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(0) Interceptor.Chain chain) {
    RoutedRequest.sending(chain.connection());
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.Return Response response, @Advice.Thrown(readOnly = false) Throwable thrown) {
    thrown = RoutedRequest.received(response, thrown);
  }
}

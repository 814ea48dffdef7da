package dev.remora.instrumentation.okhttp;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import okhttp3.Request;
import okio.Timeout;

/**
 * Writes the agent's headers, and limits the time until the head of a response, in HTTP/2 on the
 * stream's own timers. They are found from inside OkHttp's module, which does not export what holds
 * them.
 */
final class Http2HeadAdvice {
  private Http2HeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(value = 0, readOnly = false) Request request) {
    request = SentHead.of(request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.FieldValue(value = "stream", typing = Assigner.Typing.DYNAMIC) Object stream)
      throws ReflectiveOperationException {
    if (RoutedRequest.isLimited()) {
      RoutedRequest.limit(
          (Timeout) stream.getClass().getMethod("readTimeout").invoke(stream),
          (Timeout) stream.getClass().getMethod("writeTimeout").invoke(stream));
    }
  }
}

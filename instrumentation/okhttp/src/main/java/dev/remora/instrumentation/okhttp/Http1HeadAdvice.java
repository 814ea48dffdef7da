package dev.remora.instrumentation.okhttp;

import java.lang.reflect.Field;
import net.bytebuddy.asm.Advice;
import okhttp3.Request;
import okio.BufferedSink;
import okio.BufferedSource;

/**
 * Writes the agent's headers, and limits the time until the head of a response, in HTTP/1.1 on the
 * connection's own timers. They are found from inside OkHttp's module, which does not export what
 * holds them.
 */
final class Http1HeadAdvice {
  private Http1HeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.This Object codec, @Advice.Argument(value = 0, readOnly = false) Request request)
      throws ReflectiveOperationException {
    request = SentHead.of(request);
    if (RoutedRequest.isLimited()) {
      Object source = null;
      Object sink = null;
      for (Field field : codec.getClass().getDeclaredFields()) {
        field.setAccessible(true);
        if (field.getName().equals("source")) {
          source = field.get(codec);
        } else if (field.getName().equals("sink")) {
          sink = field.get(codec);
        } else if (field.getName().equals("socket")) {
          // From OkHttp 5.2 on.
          source = field.getType().getMethod("getSource").invoke(field.get(codec));
          sink = field.getType().getMethod("getSink").invoke(field.get(codec));
        }
      }
      RoutedRequest.limit(((BufferedSource) source).timeout(), ((BufferedSink) sink).timeout());
    }
  }
}

package dev.remora.instrumentation.javahttpclient;

import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** Adds the agent's headers to the bytes of a head, which the JDK has logged already. */
final class Http1HeadAdvice {
  private Http1HeadAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.FieldValue("request") Object request,
      @Advice.Return(readOnly = false) List<ByteBuffer> head) {
    head = SentHead.http1(MethodHandles.lookup(), request, head);
  }
}

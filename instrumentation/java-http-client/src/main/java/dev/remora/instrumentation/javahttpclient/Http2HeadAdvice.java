package dev.remora.instrumentation.javahttpclient;

import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Adds the agent's headers to a head that is about to be encoded, and has been logged. */
final class Http2HeadAdvice {
  private Http2HeadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object frame)
      throws Throwable {
    frame = SentHead.http2(MethodHandles.lookup(), frame);
  }
}

package dev.remora.instrumentation.javahttpclient;

import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;

/** Places the request before the pool is asked for a connection. */
final class Http2LookUpAdvice {
  private Http2LookUpAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean enter(@Advice.Argument(0) Object request) throws Throwable {
    return Http2Keys.lookingUp(MethodHandles.lookup(), request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter boolean ours) {
    if (ours) {
      Http2Keys.lookedUp();
    }
  }
}

package dev.remora.instrumentation.javahttpclient;

import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;

/** Keeps a connection in the pool as one to its endpoint. */
final class Http2ConnectionKeyAdvice {
  private Http2ConnectionKeyAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.FieldValue("connection") Object connection,
      @Advice.Return(readOnly = false) String key)
      throws Throwable {
    key = Http2Keys.ofConnection(MethodHandles.lookup(), connection, key);
  }
}

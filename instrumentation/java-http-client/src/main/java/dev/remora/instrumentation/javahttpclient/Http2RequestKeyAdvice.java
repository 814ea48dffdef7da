package dev.remora.instrumentation.javahttpclient;

import net.bytebuddy.asm.Advice;

/** Asks the pool for a connection to the request's endpoint. */
final class Http2RequestKeyAdvice {
  private Http2RequestKeyAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.Return(readOnly = false) String key) {
    key = Http2Keys.ofRequest(key);
  }
}

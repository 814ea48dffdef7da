package dev.remora.instrumentation.javahttpclient;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;

/** Gives up all attempts of a request with it. */
final class CancelAdvice {
  private CancelAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.This Object exchange,
      @Advice.FieldValue("request") Object request,
      @Advice.Argument(0) IOException cause)
      throws Throwable {
    Attempt.givenUp(MethodHandles.lookup(), exchange, request, cause);
  }
}

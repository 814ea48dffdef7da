package dev.remora.instrumentation.javahttpclient;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;

/** Repeats an attempt on another endpoint when one cannot be connected. */
final class AttemptAdvice {
  private AttemptAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.FieldValue("exchImpl") Object implementation) {
    return implementation;
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(
      @Advice.This Object exchange,
      @Advice.FieldValue("request") Object request,
      @Advice.Enter Object previous,
      @Advice.Return(readOnly = false) CompletableFuture<?> response) {
    response = Attempt.watch(MethodHandles.lookup(), exchange, request, previous, response);
  }
}

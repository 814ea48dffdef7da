package dev.remora.instrumentation.javahttpclient;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;

/**
 * Begins an attempt, unless it is rejected or hedged, and sees to what follows when it has ended.
 */
final class AttemptAdvice {
  private AttemptAdvice() {}

  /** What is not null is the outcome: the exchange itself sends nothing. */
  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static CompletableFuture<?> enter(
      @Advice.This Object exchange,
      @Advice.FieldValue("request") Object request,
      @Advice.FieldValue("exchImpl") Object implementation,
      @Advice.Local("previous") Object previous)
      throws Throwable {
    previous = implementation;
    return Attempt.begin(MethodHandles.lookup(), exchange, request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(
      @Advice.This Object exchange,
      @Advice.FieldValue("request") Object request,
      @Advice.Enter CompletableFuture<?> elsewhere,
      @Advice.Local("previous") Object previous,
      @Advice.Thrown Throwable thrown,
      @Advice.Return(readOnly = false) CompletableFuture<?> response)
      throws Throwable {
    if (elsewhere != null) {
      response = elsewhere;
    } else if (thrown != null) {
      Attempt.abandon(MethodHandles.lookup(), request);
    } else {
      response = Attempt.watch(MethodHandles.lookup(), exchange, request, previous, response);
    }
  }
}

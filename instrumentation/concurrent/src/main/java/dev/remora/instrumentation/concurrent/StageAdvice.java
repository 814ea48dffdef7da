package dev.remora.instrumentation.concurrent;

import dev.remora.bootstrap.Current;
import net.bytebuddy.asm.Advice;

/** A stage of a {@code CompletableFuture} is run, or handed over to its executor. */
final class StageAdvice {
  private StageAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.This Object task) {
    return Current.enter(Handover.contextOf(task));
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Current.leave(entered);
  }
}

package dev.remora.instrumentation.concurrent;

import net.bytebuddy.asm.Advice;

/** {@code supplyAsync} or {@code runAsync}, which any executor may run. */
final class NewAsyncAdvice {
  private NewAsyncAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.This Object task) {
    Handover.register(task);
  }
}

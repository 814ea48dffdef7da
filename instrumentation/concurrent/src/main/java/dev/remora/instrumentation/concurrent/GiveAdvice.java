package dev.remora.instrumentation.concurrent;

import net.bytebuddy.asm.Advice;

/** A task is handed over to a pool. */
final class GiveAdvice {
  private GiveAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(0) Object task) {
    Handover.give(task);
  }
}

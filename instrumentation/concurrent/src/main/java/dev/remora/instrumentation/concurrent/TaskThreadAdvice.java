package dev.remora.instrumentation.concurrent;

import net.bytebuddy.asm.Advice;

/** An executor makes a thread for one task. */
final class TaskThreadAdvice {
  private TaskThreadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable task) {
    task = Handover.carried(task);
  }
}

package dev.remora.instrumentation.concurrent;

import net.bytebuddy.asm.Advice;

/** A pool has no room for a task. */
final class ForgetAdvice {
  private ForgetAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(0) Object task) {
    Handover.forget(task);
  }
}

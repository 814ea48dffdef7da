package dev.remora.instrumentation.concurrent;

import net.bytebuddy.asm.Advice;

/** A thread of a pool has ended a task, and waits until it gets another. */
final class NextTaskAdvice {
  private NextTaskAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter() {
    Handover.end();
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.Return Object task) {
    Handover.begin(task);
  }
}

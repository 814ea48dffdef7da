package dev.remora.instrumentation.concurrent;

import net.bytebuddy.asm.Advice;

/** The life of a thread of a pool, which may begin with a task. */
final class WorkerAdvice {
  private WorkerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.FieldValue("firstTask") Runnable task) {
    Handover.begin(task);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit() {
    Handover.end();
  }
}

package dev.remora.instrumentation.concurrent;

import net.bytebuddy.asm.Advice;

/** A virtual thread is made, which is one task of whoever makes it. */
final class VirtualThreadAdvice {
  private VirtualThreadAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(value = 3, readOnly = false) Runnable task) {
    task = Handover.carried(task);
  }
}

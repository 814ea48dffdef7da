package dev.remora.instrumentation.concurrent;

import net.bytebuddy.asm.Advice;

/** A fork-join task is forked by another. */
final class ForkAdvice {
  private ForkAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Object task) {
    Handover.giveOnce(task);
  }
}

package dev.remora.instrumentation.concurrent;

import java.util.concurrent.ForkJoinPool;
import net.bytebuddy.asm.Advice;

/** A task comes to a fork-join pool from outside. */
final class PushAdvice {
  private PushAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This ForkJoinPool pool, @Advice.Argument(0) Object task) {
    Handover.giveOnce(pool, task);
  }
}

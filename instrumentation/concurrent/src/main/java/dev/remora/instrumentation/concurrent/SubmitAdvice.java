package dev.remora.instrumentation.concurrent;

import java.util.concurrent.ForkJoinPool;
import net.bytebuddy.asm.Advice;

/** The same from Java 19 on. */
final class SubmitAdvice {
  private SubmitAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This ForkJoinPool pool, @Advice.Argument(1) Object task) {
    Handover.giveOnce(pool, task);
  }
}

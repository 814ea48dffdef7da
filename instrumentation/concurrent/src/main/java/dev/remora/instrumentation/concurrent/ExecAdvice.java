package dev.remora.instrumentation.concurrent;

import dev.remora.bootstrap.Current;
import net.bytebuddy.asm.Advice;

/** A fork-join task is run. One that was not handed over belongs to what its thread is at. */
final class ExecAdvice {
  private ExecAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.This Object task) {
    return Current.enter(Handover.take(task));
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Current.leave(entered);
  }
}

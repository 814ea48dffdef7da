package dev.remora.instrumentation.concurrent;

import dev.remora.bootstrap.Current;
import net.bytebuddy.asm.Advice;

/** A thread of a Jetty pool runs a task. */
final class RunJobAdvice {
  private RunJobAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.Argument(0) Object task) {
    return Current.enter(Handover.take(task));
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Current.leave(entered);
  }
}

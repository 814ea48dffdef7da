package dev.remora.instrumentation.concurrent;

import net.bytebuddy.asm.Advice;

/** The same as {@link ScheduleAdvice} where a fork-join pool does it, from Java 25 on. */
final class NewDelayAdvice {
  private NewDelayAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.This Object task, @Advice.Argument(1) long periodNanos) {
    if (periodNanos == 0) {
      Handover.giveOnce(task);
    }
  }
}

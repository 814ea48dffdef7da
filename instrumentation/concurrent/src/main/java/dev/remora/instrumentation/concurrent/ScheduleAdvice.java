package dev.remora.instrumentation.concurrent;

import java.util.concurrent.RunnableScheduledFuture;
import net.bytebuddy.asm.Advice;

/** A task is to be run later. One that is to be run again and again belongs to no request. */
final class ScheduleAdvice {
  private ScheduleAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(0) RunnableScheduledFuture<?> task) {
    if (!task.isPeriodic()) {
      Handover.giveOnce(task);
    }
  }
}

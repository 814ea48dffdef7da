package dev.remora.instrumentation.concurrent;

import java.util.concurrent.Executor;
import net.bytebuddy.asm.Advice;

/** A stage of a {@code CompletableFuture} that has an executor was made. */
final class NewStageAdvice {
  private NewStageAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.This Object stage, @Advice.Argument(0) Executor executor) {
    Handover.register(stage, executor);
  }
}

package dev.remora.instrumentation.jetty12;

import net.bytebuddy.asm.Advice;

/** A channel is done with its request. */
final class CompletedAdvice {
  private CompletedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Object channel) {
    ServletChannels.end(channel);
  }
}

package dev.remora.instrumentation.jetty12;

import dev.remora.bootstrap.Current;
import net.bytebuddy.asm.Advice;

/** A thread serves a request with servlets. */
final class ServletChannelAdvice {
  private ServletChannelAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.This Object channel) {
    return ServletChannels.enter(channel);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Current.leave(entered);
  }
}

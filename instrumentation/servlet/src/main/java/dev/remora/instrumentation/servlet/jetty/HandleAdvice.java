package dev.remora.instrumentation.servlet.jetty;

import dev.remora.bootstrap.Current;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.server.HttpChannel;

/** A thread serves a request, or goes on with it. */
final class HandleAdvice {
  private HandleAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(@Advice.This HttpChannel channel) {
    return JettyChannels.enter(channel);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter Object entered) {
    Current.leave(entered);
  }
}

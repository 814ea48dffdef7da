package dev.remora.instrumentation.servlet.jetty;

import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.server.HttpChannel;

/** A request is done with. */
final class CompletedAdvice {
  private CompletedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This HttpChannel channel) {
    JettyChannels.end(channel);
  }
}

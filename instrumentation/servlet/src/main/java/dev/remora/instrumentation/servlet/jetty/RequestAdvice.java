package dev.remora.instrumentation.servlet.jetty;

import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.server.HttpChannel;

/** The head of a request is there. */
final class RequestAdvice {
  private RequestAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.This HttpChannel channel) {
    JettyChannels.begin(channel);
  }
}

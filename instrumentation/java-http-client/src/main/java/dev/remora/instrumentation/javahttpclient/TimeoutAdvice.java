package dev.remora.instrumentation.javahttpclient;

import java.lang.invoke.MethodHandles;
import net.bytebuddy.asm.Advice;

/** Lets the JDK see what a request whose time is up was waiting for. */
final class TimeoutAdvice {
  private TimeoutAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.FieldValue("multiExchange") Object multiExchange) throws Throwable {
    Attempt.timedOut(MethodHandles.lookup(), multiExchange);
  }
}
